import ConnectConfig
import Testing
import WorkerTestSupport

@testable import Worker

@Suite struct WorkerConfigTests {
    static let minimum = """
        bootstrap.servers=localhost:9092
        key.converter=org.apache.kafka.connect.storage.StringConverter
        value.converter=org.apache.kafka.connect.json.JsonConverter
        offset.storage.file.filename=/tmp/offsets

        """

    static func config(_ lines: String...) throws -> WorkerConfig {
        let text = minimum + lines.joined(separator: "\n")
        return try WorkerConfig(standalone: JavaProperties(parsing: text.utf8), file: "worker.properties")
    }

    static func problems(_ lines: String...) -> [String] {
        let text = minimum + lines.joined(separator: "\n")
        do throws(InvalidConfiguration) {
            let properties = (try? JavaProperties(parsing: text.utf8)) ?? JavaProperties.empty
            _ = try WorkerConfig(standalone: properties, file: "worker.properties")
            return []
        } catch {
            return error.problems
        }
    }

    @Test(arguments: Recorded.table("standalone", of: RecordedKey.self))
    func definesEveryKeyAsConnectDoes(recorded: RecordedKey) throws {
        let key = try #require(WorkerConfig.standaloneDefinition[recorded.name])
        #expect(key.type.rawValue == recorded.type)
        #expect(key.isRequired == recorded.required)
        #expect(key.importance.rawValue == recorded.importance)
        if case .value(let value) = key.defaultValue { #expect(value.text == recorded.default) }
        // Here two rules say more than Connect's: its worker starts, and fails later, with policies and URLs it lacks.
        if !["connector.client.config.override.policy", "admin.listeners"].contains(key.name) {
            #expect(key.validator?.description == recorded.validator)
        }
    }

    @Test(arguments: Recorded.table("worker-configs", of: Checked.self))
    func refusesWhatConnectRefusesInItsWords(row: Checked) {
        let results = WorkerConfig.standaloneDefinition.validate(row.config)
        for result in results where row.config["listeners"] != "nonsense" && row.config["admin.listeners"] != "a," {
            #expect(result.errors == row.errors[result.name] ?? [])
        }
    }

    @Test func aFileIsReadIntoTypedValues() throws {
        let config = try Self.config(
            "plugin.path=/opt/plugins, /usr/share/plugins", "listeners=HTTP://:8080,http://[::1]:8443",
            "offset.flush.interval.ms=500", "task.restart.policy=backoff", "task.restart.backoff.limit=-1",
            "producer.linger.ms=5", "key.converter.schemas.enable=false", "admin.listeners=",
            "response.http.headers.config=set X-A: b, \"add X-C: d, e\"")
        #expect(config.bootstrapServers == ["localhost:9092"])
        #expect(config.pluginPath == ["/opt/plugins", "/usr/share/plugins"])
        #expect(config.listeners.map(\.description) == ["http://:8080", "http://[::1]:8443"])
        #expect(config.adminListeners == [])
        #expect(config.offsetFlushInterval == .milliseconds(500))
        #expect(config.settings(withPrefix: "producer.") == ["linger.ms": "5"])
        #expect(config.settings(withPrefix: "key.converter.") == ["schemas.enable": "false"])
        #expect(config.responseHeaders.map(\.value) == ["b", "d, e"])
        #expect(config.headerConverter == "org.apache.kafka.connect.storage.SimpleHeaderConverter")
        guard case .backoff(let backoff) = config.supervision.restartPolicy else {
            Issue.record("no back-off")
            return
        }
        #expect(backoff.limit == nil)
        #expect((1...8).map { backoff.delay(attempt: $0) } == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(config.warnings.isEmpty)
    }

    @Test func anEmbeddedBrokerIsADirectoryUntilItsAddressIsKnown() throws {
        let config = try Self.config("bootstrap.servers=embedded:///var/lib/broker/", "listeners=http://:0")
        #expect(config.embeddedBroker == "/var/lib/broker")
        #expect(config.warnings.count == 1, "the file has bootstrap.servers twice")
        let connected = config.connected(to: "127.0.0.1:1234")
        #expect(connected.bootstrapServers == ["127.0.0.1:1234"])
        let connector = try ConnectorConfig(ConnectorConfigTests.source, type: .source, worker: connected)
        #expect(
            connector.clientSettings(.producer, worker: connected, task: 0)["bootstrap.servers"] == "127.0.0.1:1234")
        #expect(try Self.config().embeddedBroker == nil)
    }

    @Test(arguments: [
        "embedded://relative", "embedded://host/dir", "embedded:/dir", "embedded:dir", "embedded:", "embedded:///",
        "embedded:////", "EMBEDDED://x", "embedded:///a,embedded:///b", "localhost:9092, embedded:///a",
        "embedded:///a,localhost:9092",
    ])
    func anEmbeddedBrokerIsOneDirectoryWithItsFullPath(servers: String) {
        let problems = Self.problems("bootstrap.servers=\(servers)")
        #expect(problems.count == 1)
        for words in ["worker.properties:5: ", "for configuration bootstrap.servers", "embedded:///"] {
            #expect(problems.first?.contains(words) == true, "\(problems)")
        }
    }

    @Test(arguments: ["producer", "consumer", "admin"])
    func noClientHasAnEmbeddedBrokerOfItsOwn(client: String) throws {
        let problems = Self.problems("\(client).bootstrap.servers=embedded:///a")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("\(client).bootstrap.servers: Only a worker as a whole") == true)
        let key = "\(client).override.bootstrap.servers"
        // A sink uses all three clients if it has dead letters.
        let sink = ["errors.deadletterqueue.topic.name": "d"]
        let errors = try ConnectorConfigTests.errors(.sink, sink.merging([key: "h:1,embedded:///a"]) { $1 })
        #expect(errors[key]?.first?.contains("bootstrap.servers=embedded:///DIR into the worker's file") == true)
        #expect(try ConnectorConfigTests.errors(.sink, sink.merging([key: "h:1"]) { $1 }) == [:])
    }

    @Test func unsetListenersBindLoopbackWithAWarning() throws {
        let config = try Self.config()
        #expect(config.listeners == [Listener(scheme: .http, host: "127.0.0.1", port: 8083)])
        #expect(config.warnings.count == 1)
        #expect(config.warnings.first?.contains("'listeners' is not set") == true)
    }

    @Test func tasksAreNotRestartedAndNotLimitedUnlessTheFileSaysSo() throws {
        let supervision = try Self.config("listeners=http://localhost:0").supervision
        #expect(supervision.restartPolicy == .none)
        #expect(supervision.callTimeout == nil)
        #expect(supervision.memoryLimit == nil)
        #expect(supervision.stallTimeout == .seconds(60))
        #expect(!supervision.allowsProcesses)
    }

    @Test func everyProblemNamesItsKeyItsLineAndWhatIsAllowed() {
        #expect(
            Self.problems("metrics.num.samples=0", "# fine", "offset.flush.interval.ms = soon") == [
                "worker.properties:7: Invalid value soon for configuration offset.flush.interval.ms: "
                    + "Not a number of type LONG",
                "worker.properties:5: Invalid value 0 for configuration metrics.num.samples: Value must be at least 1",
            ])
        #expect(
            Self.problems("listeners=ftp://a:1") == [
                "worker.properties:5: Invalid value ftp://a:1 for configuration listeners: Listener doesn't have the "
                    + "right format or protocol; write http://host:port or https://host:port"
            ])
        #expect(
            Self.problems("listeners=http://a:1,https://a:2") == [
                "worker.properties:5: Invalid value https://a:2 for configuration listeners: https is not supported yet; "
                    + "use http"
            ])
        #expect(
            Self.problems("task.memory.limit.bytes=0") == [
                "worker.properties:5: Invalid value 0 for configuration task.memory.limit.bytes: "
                    + "Value must be at least 1, or -1 for no limit"
            ])
        #expect(Self.problems("connector.client.config.override.policy=Some").count == 1)
    }

    @Test func convertersThatNothingProvidesAreProblems() throws {
        let registry = PluginRegistry(
            plugins: FakeLauncher.builtIns.map { InstalledPlugin(description: $0, file: nil) })
        try Self.config("header.converter=StringConverter").checkConverters(in: registry)
        let config = try Self.config("header.converter=Nope", "key.converter=org.example.Gone")
        do throws(InvalidConfiguration) {
            try config.checkConverters(in: registry)
            Issue.record("no problem")
        } catch {
            #expect(
                error.problems == [
                    "worker.properties:6: Invalid value org.example.Gone for configuration key.converter: "
                        + "Class org.example.Gone could not be found. Installed are: "
                        + "org.apache.kafka.connect.converters.ByteArrayConverter, "
                        + "org.apache.kafka.connect.json.JsonConverter, "
                        + "org.apache.kafka.connect.storage.StringConverter",
                    "worker.properties:5: Invalid value Nope for configuration header.converter: "
                        + "Class Nope could not be found. Installed are: "
                        + "org.apache.kafka.connect.converters.ByteArrayConverter, "
                        + "org.apache.kafka.connect.json.JsonConverter, "
                        + "org.apache.kafka.connect.storage.SimpleHeaderConverter, "
                        + "org.apache.kafka.connect.storage.StringConverter",
                ])
        }
    }

    @Test func missingKeysAreAllNamed() {
        #expect(throws: InvalidConfiguration.self) {
            try WorkerConfig(standalone: JavaProperties.empty, file: "empty.properties")
        }
        do throws(InvalidConfiguration) {
            _ = try WorkerConfig(standalone: JavaProperties.empty, file: "empty.properties")
        } catch {
            #expect(error.problems.count == 4)
            #expect(
                error.problems[0]
                    == "empty.properties: Missing required configuration \"bootstrap.servers\" which has no default value."
            )
        }
    }

    @Test(
        arguments: [
            ("offset.flush.intervall.ms=1", "Did you mean 'offset.flush.interval.ms'?"),
            (
                "offset.flush.timeout.ms=1",
                "worker.properties:6: 'offset.flush.timeout.ms' has no effect: tasks do not wait"
            ),
            ("zzz=1", "'zzz' is not a known configuration and is ignored."),
            ("internal.key.converter=x", "is ignored, as in Kafka Connect since 3.0"),
            ("group.id=g", "has no effect in standalone mode"),
            ("offset.storage.topic=t", "has no effect in standalone mode"),
            ("plugin.path=/a\nplugin.path=/b", "worker.properties:7: 'plugin.path' is set more than once"),
        ])
    func keysThatNothingReadsAreWarnedOf(line: String, warning: String) throws {
        let warnings = try Self.config("listeners=http://:1", line).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains(warning) == true, "\(warnings)")
    }

    @Test(
        arguments: [
            "producer.acks=all", "consumer.max.poll.records=1", "admin.retries=1", "header.converter.x=1",
            "config.providers.file.class=x", "metrics.context.x=1", "listeners.https.ssl.key.password=x",
            "security.protocol=SSL", "sasl.jaas.config=x", "ssl.truststore.location=x", "client.id=x",
            "connector.client.config.override.allowlist=acks",
        ])
    func keysOfClientsAndPluginsAreNotWarnedOf(line: String) throws {
        #expect(try Self.config("listeners=http://:1", line).warnings == [])
    }

    @Test func aFileThatIsMissingOrMalformedIsAProblemWithItsName() async {
        await #expect(
            throws: InvalidConfiguration(["Cannot read file /nonexistent/w.properties: No such file or directory"])
        ) { try await WorkerConfig.standalone(file: "/nonexistent/w.properties") { FakeLauncher() } }
    }

    @Test(arguments: ["http://a", "a:80", "http://a:b", "http://a:70000", "http://::1:80", "http://a b:80", ""])
    func aListenerThatIsNoURLIsRefused(url: String) {
        #expect(throws: ConfigError.self) { try Listener(url, key: "listeners") }
    }
}

extension JavaProperties {
    /// A file without entries.
    static var empty: JavaProperties {
        guard let properties = try? JavaProperties(parsing: [UInt8]()) else { preconditionFailure("empty is valid") }
        return properties
    }
}
