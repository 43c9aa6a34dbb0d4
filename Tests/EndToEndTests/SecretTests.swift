import Foundation
import TestSupport
import Testing

/// What config providers give goes to plugins and nowhere else: neither into what a worker answers nor into what it leaves
/// behind.
@Suite("Secrets of a running worker")
struct SecretTests {
    private static let fromFile = "hunter2-swordfish"
    private static let fromDirectory = "tok-9f8e7d6c5b"
    private static let wrong = "wrong-abracadabra"
    /// The provider of the zoo answers with its prefix, the path, a slash and the key.
    private static let fromPlugin = "vaulted-orders/password"
    private static let secrets = [fromFile, fromDirectory, wrong, fromPlugin]

    /// The values lie outside of the worker's directory, which is searched.
    private let values: URL

    init() throws {
        values = try TemporaryDirectories.make("values")
        let text = "password=\(Self.fromFile)\nwrong=\(Self.wrong)\ninterval=700\n"
        try Data(text.utf8).write(to: values.appending(path: "secrets.properties"))
        try Data(Self.fromDirectory.utf8).write(to: values.appending(path: "token"))
    }

    private func variable(_ key: String) -> String {
        "${file:\(values.path())/secrets.properties:\(key)}".replacing("//", with: "/")
    }

    private func worker() async throws -> WorkerProcess {
        let package = "org.apache.kafka.common.config.provider."
        return try await WorkerProcess(
            broker: try Broker.shared(),
            worker: [
                "config.providers": "file,dir,zoo", "config.providers.file.class": package + "FileConfigProvider",
                "config.providers.dir.class": package + "DirectoryConfigProvider",
                "config.providers.zoo.class": "zoo.EchoConfigProvider",
                "config.providers.zoo.param.prefix": "vaulted-",
                "offset.flush.interval.ms": variable("interval"),
            ], zoo: ["talkative-source", "config-provider"])
    }

    private func settings(_ more: [String: String] = [:]) -> [String: String] {
        [
            "connector.class": Zoo.className("talkative-source"), "topic": Broker.unique("secrets"),
            "password": variable("password"), "token": "t-${dir:\(values.path()):token}",
            "from.plugin": "${zoo:orders:password}",
        ].merging(more) { $1 }
    }

    @Test("Values of files, directories and plugins reach a task, and are seen nowhere else")
    func nowhere() async throws {
        try await with(try await worker()) { worker in
            var seen = ""
            seen += try await worker.put("/connectors/good/config", settings())
            seen += try await worker.put("/connectors/failing/config", settings(["fail": "yes"]))
            try await worker.waitForTask("good")
            try await worker.waitForTask("failing", "FAILED")
            seen += try await everyAnswer(worker)
            #expect(seen.contains("cannot log in with \(variable("password"))"))
            #expect(seen.contains(#""password":"\#(variable("password"))""#))
            #expect(seen.contains(#""task.url":"db://admin:\#(variable("password"))@host""#))
            #expect(worker.log.contains("logging in with '\(variable("password"))'"))
            let scheduled =
                "Scheduling a restart of connector good in 60000 ms, for the values of config provider 'zoo'"
            #expect(worker.log.components(separatedBy: scheduled).count == 2, "once")

            seen += try everyProcess(worker)
            #expect(try await worker.terminate() == 0)
            seen += try everyFile(worker)
            for secret in Self.secrets { #expect(!seen.contains(secret), "\(secret)") }
        }
    }

    @Test("A secret that is a wrong value is not in the errors about it")
    func wrongValues() async throws {
        try await with(try await worker()) { worker in
            let class_ = Zoo.className("talkative-source")
            let bad = settings([
                "name": "bad", "password": variable("wrong"), "token": variable("wrong"), "level": variable("password"),
                "tasks.max": variable("wrong"), "topic.creation.groups": "${dir:\(values.path()):token}",
                "transforms": "a", "transforms.a.type": variable("wrong"), "key.converter": variable("password"),
                "producer.override.linger.ms": variable("wrong"), "errors.tolerance": variable("password"),
            ])
            var seen = try await worker.put("/connector-plugins/\(class_)/config/validate", bad)
            #expect(seen.contains("cannot log in with \(variable("wrong"))"))
            #expect(seen.contains("Invalid value \(variable("password")) for configuration level: Not a number"))
            #expect(seen.contains("Invalid value \(variable("wrong")) for configuration transforms.a.type"))
            #expect(seen.contains(#""value":"[hidden]""#))
            seen += try await worker.put("/connectors/bad/config", bad)
            #expect(seen.contains("Connector configuration is invalid"))
            seen += try await worker.put("/connectors/none/config", ["connector.class": variable("wrong")])
            #expect(seen.contains("which name matches \(variable("wrong")), available connectors are: "))
            seen += try await everyAnswer(worker)
            #expect(try await worker.terminate() == 0)
            seen += try everyFile(worker)
            for secret in Self.secrets { #expect(!seen.contains(secret), "\(secret)") }
        }
    }

    /// What the worker says of its connectors.
    private func everyAnswer(_ worker: WorkerProcess) async throws -> String {
        var answers = ""
        for name in ["good", "failing"] {
            for path in ["", "/config", "/status", "/tasks", "/tasks/0/status"] {
                answers += String(decoding: try await worker.get("/connectors/\(name)\(path)") ?? Data(), as: UTF8.self)
            }
        }
        for path in ["/connectors?expand=info&expand=status", "/connector-plugins?connectorsOnly=false"] {
            answers += String(decoding: try await worker.get(path) ?? Data(), as: UTF8.self)
        }
        return answers
    }

    /// The command lines and environments of the worker and its plugin processes.
    private func everyProcess(_ worker: WorkerProcess) throws -> String {
        let processes = worker.pluginProcesses().map(\.pid) + [worker.pid]
        #expect(processes.count >= 4)
        return try processes.map { pid in
            try ["cmdline", "environ"].map { try String(contentsOfFile: "/proc/\(pid)/\($0)", encoding: .utf8) }
                .joined()
        }.joined()
    }

    /// The files in the worker's directory: its log, its offsets, and whatever it left.
    private func everyFile(_ worker: WorkerProcess) throws -> String {
        let files = FileManager.default.enumerator(at: worker.directory, includingPropertiesForKeys: nil)
        var text = ""
        while let file = files?.nextObject() as? URL {
            // Plugins are code, and not the worker's doing.
            guard file.pathExtension != "so", let data = try? Data(contentsOf: file) else { continue }
            text += String(decoding: data, as: UTF8.self)
        }
        #expect(text.contains("Kafka Connect worker started"))
        return text
    }

    @Test(
        "A worker's file whose variable gives a wrong value is refused without the value; so is one with a bad provider"
    )
    func badWorker() async throws {
        let file = values.appending(path: "worker.properties")
        let package = "org.apache.kafka.common.config.provider."
        func start(_ lines: String...) async throws -> String {
            let all = [
                "bootstrap.servers=localhost:1", "key.converter=x", "value.converter=x",
                "offset.storage.file.filename=/tmp/x", "config.providers=file",
                "config.providers.file.class=\(package)FileConfigProvider",
            ]
            try Data((all + lines).joined(separator: "\n").utf8).write(to: file)
            return try await runWorker(file)
        }
        let wrong = try await start("offset.flush.interval.ms=\(variable("wrong"))")
        #expect(wrong.contains("worker.properties:7: Invalid value \(variable("wrong")) for configuration"))
        #expect(!wrong.contains(Self.wrong))
        let missing = try await start("client.id=${file:/none/such:x}")
        #expect(missing.contains("Could not read properties from file /none/such: No such file"))
        let unknown = try await start("config.providers.file.class=com.example.Vault")
        #expect(
            unknown.contains(
                "worker.properties:7: Config provider 'file': Invalid value com.example.Vault for "
                    + "configuration config.providers.file.class: Could not load config provider class"))
        let path = try await start("config.providers.file.param.allowed.paths=/none/such")
        #expect(path.contains("Config provider 'file': Path /none/such does not exist"))
        let plugins = values.appending(path: "plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        try Zoo.install(["config-provider"], into: plugins.path())
        func startWithPlugin(_ line: String) async throws -> String {
            try await start(
                "plugin.path=\(plugins.path())", "config.providers=zoo",
                "config.providers.zoo.class=EchoConfigProvider", "config.providers.zoo.param.prefix=vaulted-", line)
        }
        let wrongOfPlugin = try await startWithPlugin("offset.flush.interval.ms=${zoo:orders:password}")
        #expect(
            wrongOfPlugin.contains(
                "Invalid value ${zoo:orders:password} for configuration offset.flush.interval.ms: Not a number"))
        #expect(!wrongOfPlugin.contains(Self.fromPlugin))
        let failing = try await startWithPlugin("offset.flush.interval.ms=${zoo:nowhere:interval}")
        #expect(failing.contains("no such path (config provider 'zoo')"))
    }

    @Test(
        "What a worker says of its file when it starts shows no values of variables",
        arguments: [
            ("value.converter", "%", "Class % could not be found"),
            ("bootstrap.servers", "%", "FATAL"),
            ("bootstrap.servers", "embedded:///proc/%", "FATAL"),
            ("listeners", "http://%:1", "FATAL"),
            ("offset.storage.file.filename", "/none/%/offsets", "FATAL"),
            ("plugin.path", "/none/%", "Ignoring /none/% in plugin.path"),
        ])
    func startOfWorker(_ key: String, _ value: String, _ said: String) async throws {
        let file = values.appending(path: "worker.properties")
        let settings = [
            "bootstrap.servers": "localhost:1", "key.converter": "x", "value.converter": "x",
            "listeners": "http://127.0.0.1:0", "offset.storage.file.filename": values.appending(path: "offsets").path(),
            "config.providers": "file",
            "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
        ].merging([key: value.replacing("%", with: variable("wrong"))]) { $1 }
        try Data(settings.map { "\($0.key)=\($0.value)\n" }.joined().utf8).write(to: file)
        let log = try await runWorker(file)
        #expect(log.contains(said.replacing("%", with: variable("wrong"))), "\(log)")
        #expect(log.contains(variable("wrong")), "\(log)")
        #expect(!log.contains(Self.wrong), "\(log)")
    }

    private func runWorker(_ file: URL) async throws -> String {
        let script = "\"$0\" standalone \"$1\" 2>&1; true"
        let millrace = WorkerProcess.products.appending(path: "millrace").path()
        let output = try await run("/bin/sh", ["-c", script, millrace, file.path()])
        return String(decoding: output, as: UTF8.self)
    }
}

extension WorkerProcess {
    /// Sends a configuration; the answer's body, whatever its status.
    fileprivate func put(_ path: String, _ config: [String: String]) async throws -> String {
        let body = String(decoding: try JSONEncoder().encode(config), as: UTF8.self)
        let output = try await run(
            "/usr/bin/curl",
            [
                "-s", "-m", "60", "-X", "PUT", "-H", "Content-Type: application/json", "-d", body, address + path,
            ])
        return String(decoding: output, as: UTF8.self).replacing("\\/", with: "/")
    }
}
