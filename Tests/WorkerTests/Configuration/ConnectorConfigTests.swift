import ConnectConfig
import TaskProtocol
import Testing

@testable import Worker

@Suite struct ConnectorConfigTests {
    static func worker(_ lines: String...) throws -> WorkerConfig {
        let text = WorkerConfigTests.minimum + "listeners=http://localhost:0\n" + lines.joined(separator: "\n")
        return try WorkerConfig(standalone: JavaProperties(parsing: text.utf8), file: "worker.properties")
    }

    static let source: [String: String?] = ["name": "n", "connector.class": "FileStreamSource"]
    static let sink: [String: String?] = ["name": "n", "connector.class": "FileStreamSink", "topics": "t"]

    static func errors(
        _ type: ConnectorType, _ extra: [String: String?], worker: WorkerConfig? = nil,
        classes: PluginClasses = .unchecked
    ) throws -> [String: [String]] {
        let properties = (type == .source ? source : sink).merging(extra) { $1 }
        let worker = try worker ?? Self.worker()
        let results = ConnectorConfig.validate(properties, type: type, worker: worker, classes: classes)
        return Dictionary(uniqueKeysWithValues: results.filter { !$0.errors.isEmpty }.map { ($0.name, $0.errors) })
    }

    @Test(arguments: [ConnectorType.source, .sink])
    func definesEveryKeyAsConnectDoes(type: ConnectorType) throws {
        let recorded = Recorded.table(type.rawValue, of: RecordedKey.self)
        let definition = ConnectorConfig.definition(type)
        #expect(definition.keys.map(\.name) == recorded.map(\.name))
        for (key, recorded) in zip(definition.keys, recorded) {
            #expect(key.type.rawValue == recorded.type, "\(key.name)")
            #expect(key.isRequired == recorded.required, "\(key.name)")
            #expect(key.importance.rawValue == recorded.importance, "\(key.name)")
            #expect(key.group == recorded.group, "\(key.name)")
            #expect(key.orderInGroup == recorded.order, "\(key.name)")
            #expect(key.width.rawValue == recorded.width, "\(key.name)")
            #expect(key.displayName == recorded.display, "\(key.name)")
            #expect(key.dependents == recorded.dependents, "\(key.name)")
            if case .value(let value) = key.defaultValue { #expect(value.text == recorded.default, "\(key.name)") }
            if key.type != .class { #expect(key.validator?.description == recorded.validator, "\(key.name)") }
        }
    }

    @Test(arguments: Recorded.table("sink-rules", of: Checked.self))
    func sinksNeedTopicsOrAPatternAndNoLoop(row: Checked) throws {
        let properties = Self.sink.filter { $0.key != "topics" }.merging(row.config) { $1 }
        let results = ConnectorConfig.validate(properties, type: .sink, worker: try Self.worker())
        let errors = Dictionary(
            uniqueKeysWithValues: results.filter { !$0.errors.isEmpty }.map {
                ($0.name, $0.errors)
            })
        #expect(errors == row.errors)
    }

    @Test(arguments: Recorded.table("topic-creation", of: Checked.self))
    func sourcesDescribeTopicsAsInConnect(row: Checked) throws {
        let results = ConnectorConfig.validate(row.config, type: .source, worker: try Self.worker())
        let errors = Dictionary(
            uniqueKeysWithValues: results.filter { !$0.errors.isEmpty }.map {
                ($0.name, $0.errors)
            })
        #expect(errors == row.errors)
    }

    @Test func theMessageIsConnects() throws {
        let results = ConnectorConfig.validate(
            Self.source.merging(["tasks.max": "0"]) { $1 }, type: .source, worker: try Self.worker())
        #expect(
            ConnectorConfig.errorMessage(for: results) == """
                Connector configuration is invalid and contains the following 1 error(s):
                Invalid value 0 for configuration tasks.max: Value must be at least 1
                """)
        #expect(
            ConnectorConfig.errorMessage(
                for: ConnectorConfig.validate(Self.source, type: .source, worker: try Self.worker())) == nil)
    }

    @Test func onlyKeysThatResembleASettingOfOurOwnAreWarnedOf() {
        let keys = [
            "task.restart.polcy", "task.restart.policy", "file", "tasks.max", "task.stall.timeouts.ms", "nonsense",
            "task.start.timeout.mss",
        ]
        #expect(
            ConnectorConfig.warnings(about: keys, type: .source, pluginKeys: ["task.start.timeout.mss"]) == [
                "'task.restart.polcy' is not a setting of the worker and is left to the connector. "
                    + "Did you mean 'task.restart.policy'?",
                "'task.stall.timeouts.ms' is not a setting of the worker and is left to the connector. "
                    + "Did you mean 'task.stall.timeout.ms'?",
            ])
    }

    @Test func aNullIsAValueThatFailsItsRule() throws {
        #expect(
            try Self.errors(.source, ["tasks.max": nil, "transforms": nil]) == [
                "tasks.max": [
                    "Invalid value null for configuration tasks.max: Value must be non-null",
                    "Null value can not be supplied as the configuration value.",
                ],
                "transforms": [
                    "Invalid value null for configuration transforms: entry must be non null",
                    "Null value can not be supplied as the configuration value.",
                ],
            ])
    }

    struct PolicyRow: Decodable, Sendable, CustomTestStringConvertible {
        let policy: String
        let input: String
        let errors: [String]
        var testDescription: String { "\(policy) \(input)" }
    }

    @Test(arguments: Recorded.table("override-policies", of: PolicyRow.self))
    func clientOverridesObeyThePolicy(row: PolicyRow) throws {
        let worker = try Self.worker(
            "connector.client.config.override.policy=\(row.policy)",
            "connector.client.config.override.allowlist=linger.ms, acks")
        let key = "producer.override.\(row.input)"
        #expect(try Self.errors(.source, [key: "1"], worker: worker)[key] ?? [] == row.errors)
    }

    @Test(arguments: ["sasl.jaas.config", "ssl.key.password", "ssl.keystore.key"])
    func overriddenSecretsAreNotShown(setting: String) throws {
        let key = "producer.override.\(setting)"
        let results = ConnectorConfig.validate(
            Self.source.merging([key: "hunter2"]) { $1 }, type: .source, worker: try Self.worker())
        #expect(results.last?.name == key)
        #expect(results.last?.value.text == "[hidden]")
    }

    @Test func aPolicyMayBeNamedByItsClass() throws {
        let prefix = "org.apache.kafka.connect.connector.policy."
        let worker = try Self.worker(
            "connector.client.config.override.policy=\(prefix)NoneConnectorClientConfigOverridePolicy")
        #expect(worker.overridePolicy.name == "None")
    }

    @Test func transformationsNeedATypeAndPredicatesThatExist() throws {
        let errors = try Self.errors(
            .source,
            [
                "transforms": "a,b,c,d", "predicates": "p", "predicates.p.type": "TopicNameMatches",
                "transforms.a.type": "Filter", "transforms.a.predicate": "p", "transforms.a.negate": "true",
                "transforms.b.type": "Filter", "transforms.b.predicate": "q", "transforms.d.type": "Filter",
                "transforms.d.negate": "false",
            ])
        #expect(
            errors == [
                "transforms.b.predicate": [
                    "Invalid value q for configuration transforms.b.predicate: It is not in predicates"
                ],
                "transforms.c.type": [
                    "Missing required configuration \"transforms.c.type\" which has no default value."
                ],
                "transforms.d.type": [
                    "Config 'transforms.d.negate' was provided but there is no config 'transforms.d.predicate' "
                        + "defining a predicate to be negated."
                ],
            ])
        #expect(
            try Self.errors(.source, ["transforms": "a,a"])["transforms"] == [
                "Invalid value [a, a] for configuration transforms: Duplicate alias provided."
            ])
    }

    @Test func aTransformationBringsTheKeysOfItsPluginInConnectsOrder() throws {
        let cast = ConfigDef([
            .init("spec", .list, importance: .high, documentation: ""),
            .init("replace.null.with.default", .boolean, default: true, importance: .medium, documentation: ""),
        ])
        let classes = PluginClasses(
            names: { _ in [] }, find: { name, _ in .found(className: name, versions: [], installed: []) },
            definition: { $0 == "transforms.a." ? cast : nil })
        let definition = ConnectorConfig.fullDefinition(
            .source, for: ["transforms": "a,b", "transforms.a.type": "Cast"],
            classes: classes)
        let added = definition.keys.dropFirst(ConnectorConfig.definition(.source).keys.count)
        #expect(
            added.map(\.name) == [
                "transforms.a.type", "transforms.a.plugin.version", "transforms.a.spec", "transforms.a.negate",
                "transforms.a.predicate", "transforms.a.replace.null.with.default", "transforms.b.type",
                "transforms.b.plugin.version",
            ])
        #expect(added.map(\.orderInGroup) == [0, 1, 2, 3, 4, 5, 0, 1])
        #expect(definition.groups.suffix(2) == ["Transforms: a", "Transforms: b"])
        let results = definition.validate(["transforms.a.type": "Cast"]).filter { $0.name == "transforms.a.spec" }
        #expect(
            results.map(\.errors) == [
                ["Missing required configuration \"transforms.a.spec\" which has no default value."]
            ])
    }

    @Test func classesThatNoPluginHasAreRefusedAndThoseThatExistSuggested() throws {
        let classes = PluginClasses(
            names: { $0 == .converter ? ["org.example.JsonConverter"] : [] },
            find: { name, kind in
                kind == .converter && name.hasSuffix("JsonConverter")
                    ? .found(className: "org.example.JsonConverter", versions: ["1.0"], installed: ["1.0"]) : .missing
            })
        let results = ConnectorConfig.validate(
            Self.source.merging(["key.converter": "Nope", "value.converter": "JsonConverter"]) { $1 }, type: .source,
            worker: try Self.worker(), classes: classes)
        let key = try #require(results.first { $0.name == "key.converter" })
        #expect(key.errors == ["Invalid value Nope for configuration key.converter: Class Nope could not be found."])
        #expect(key.recommendedValues == [.class("org.example.JsonConverter")])
        let value = try #require(results.first { $0.name == "value.converter" })
        #expect(value.errors == [])
        #expect(value.value == .class("org.example.JsonConverter"))
    }

    @Test func aSinkIsReadIntoTypedValues() throws {
        let worker = try Self.worker("key.converter.schemas.enable=false", "consumer.fetch.min.bytes=7")
        let config = try ConnectorConfig(
            Self.sink.merging([
                "topics": "a, b", "tasks.max": "3", "value.converter": "StringConverter",
                "value.converter.converter.encoding": "UTF-16", "task.restart.policy": "backoff",
                "consumer.override.max.poll.records": "9", "predicates": "p", "predicates.p.type": "RecordIsTombstone",
                "transforms": "drop", "transforms.drop.type": "Filter", "transforms.drop.predicate": "p",
            ]) { $1 }, type: .sink, worker: worker)
        #expect(config.topics == .names(["a", "b"]))
        #expect(config.tasksMax == (3, true))
        #expect(
            config.transforms == [
                .init(name: "drop", type: "Filter", version: nil, predicate: (name: "p", isNegated: false))
            ])
        #expect(config.predicates.map(\.type) == ["RecordIsTombstone"])
        #expect(config.restartsOnReload)
        guard case .backoff = config.supervision.restartPolicy else {
            Issue.record("the connector's own policy does not count")
            return
        }
        let value = config.converter("value", worker: worker)
        #expect(value == ("StringConverter", ["converter.encoding": "UTF-16"]))
        let key = config.converter("key", worker: worker)
        #expect(key == ("org.apache.kafka.connect.storage.StringConverter", ["schemas.enable": "false"]))
        #expect(
            config.clientSettings(.consumer, worker: worker, task: 2) == [
                "bootstrap.servers": "localhost:9092", "client.id": "connector-consumer-n-2", "group.id": "connect-n",
                "fetch.min.bytes": "7", "max.poll.records": "9",
            ])
    }

    @Test func aSourcesTopicsAreInTheFirstGroupThatHasThem() throws {
        let config = try ConnectorConfig(
            Self.source.merging([
                "topic.creation.groups": "compacted, default",
                "topic.creation.default.replication.factor": "3", "topic.creation.default.partitions": "12",
                "topic.creation.compacted.include": "state\\..*, keep", "topic.creation.compacted.exclude": ".*tmp",
                "topic.creation.compacted.partitions": "1", "topic.creation.compacted.cleanup.policy": "compact",
            ]) { $1 }, type: .source, worker: try Self.worker())
        let creation = try #require(config.topicCreation)
        #expect(creation.groups.map(\.name) == ["compacted", "default"])
        let compacted = try #require(creation.group(of: "state.users"))
        #expect(compacted.name == "compacted")
        #expect(compacted.partitions == 1)
        #expect(compacted.replicationFactor == 3)
        #expect(compacted.settings == ["cleanup.policy": "compact"])
        #expect(creation.group(of: "keep")?.name == "compacted")
        #expect(creation.group(of: "keeper")?.name == "default")
        #expect(creation.group(of: "state.tmp")?.partitions == 12)
    }

    @Test func theWorkersOwnSettingsAreCheckedInAConnectorToo() throws {
        #expect(
            try Self.errors(.source, ["task.call.timeout.ms": "0"]) == [
                "task.call.timeout.ms": [
                    "Invalid value 0 for configuration task.call.timeout.ms: "
                        + "Value must be at least 1, or -1 for no limit"
                ]
            ])
    }
}
