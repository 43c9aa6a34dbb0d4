import ConnectConfig
import TaskProtocol
import TestSupport
import Testing
import WorkerTestSupport

@testable import Worker

/// What becomes of connectors when the values of config providers have a lifetime, change, or cannot be read.
@Suite("The standalone herder and config providers")
struct ReloadTests {
    /// A provider whose only value changes, and may be gone.
    private actor Vault: ConfigProvider {
        private var value: String? = "first-password"
        private let lifetime: Int64?
        private(set) var questions = 0

        init(lifetime: Int64?) {
            self.lifetime = lifetime
        }

        func set(_ value: String?) { self.value = value }

        func get(path: String, keys: Set<String>) async throws(ConfigError) -> ConfigData {
            questions += 1
            guard let value else { throw ConfigError("The vault is sealed") }
            return ConfigData(["password": value], lifetime: lifetime)
        }
    }

    private func worker(_ vault: Vault, _ launcher: FakeLauncher) async throws -> TestWorker {
        try await TestWorker(
            launcher: launcher, directory: try TemporaryDirectories.make("reload"), files: ["file.so"],
            transformer: ConfigTransformer(providers: ["vault": vault]))
    }

    private let source = ["connector.class": "FileStreamSource", "password": "${vault:db:password}"]

    private func launcher() -> FakeLauncher {
        FakeLauncher(classes: ["file.so": TestWorker.fileStream]) { plugin, message in
            guard case .taskConfigs(let request, _) = message else { return false }
            let start = plugin.received.compactMap { if case .start(let start) = $0 { start } else { nil } }.first
            plugin.say(.taskConfigs(request: request, configs: [start?.config ?? [:]]))
            return true
        }
    }

    private func passwords(_ launcher: FakeLauncher, _ role: String) -> [String?] {
        launcher.processes(role).flatMap(\.received).compactMap {
            if case .start(let start) = $0 { start.config["password"] } else { nil }
        }
    }

    @Test("After its lifetime a value is read again, and connector and tasks run with the new one")
    func lifetime() async throws {
        let (vault, launcher) = (Vault(lifetime: 1000), launcher())
        let worker = try await worker(vault, launcher)
        try await worker.create("c", source)
        _ = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        #expect(passwords(launcher, "connector") == ["first-password"])
        await vault.set("second-password")
        try await eventually { passwords(launcher, "task").last == "second-password" }
        #expect(passwords(launcher, "connector").last == "second-password")
        #expect(try await worker.herder.info(of: "c").config["password"] == "${vault:db:password}")
        #expect(try await worker.herder.tasks(of: "c").map { $0["password"] } == ["${vault:db:password}"])
        try await worker.herder.delete("c")
    }

    @Test("Tasks whose values did not change go on when the connector is restarted")
    func unchanged() async throws {
        let (vault, launcher) = (Vault(lifetime: 1000), launcher())
        let worker = try await worker(vault, launcher)
        try await worker.create("c", source)
        try await eventually { launcher.processes("connector").count >= 3 }
        #expect(launcher.processes("task").count == 1)
        try await worker.herder.delete("c")
    }

    @Test("config.action.reload=none, and a connector that is stopped, are left alone")
    func notReloaded() async throws {
        let (vault, launcher) = (Vault(lifetime: 1000), launcher())
        let worker = try await worker(vault, launcher)
        try await worker.create("never", source.merging(["config.action.reload": "none"]) { $1 })
        try await worker.create("stopped", source)
        try await worker.herder.setTarget(.stopped, of: "stopped")
        func starts(_ name: String) -> Int {
            launcher.processes("connector").filter { $0.label.hasPrefix("\(name) ") }.count
        }
        // It may have been restarted before it was stopped.
        let startsBefore = starts("stopped")
        try await worker.create("c", source)
        try await eventually { starts("c") >= 3 }
        #expect(starts("never") == 1)
        #expect(starts("stopped") == startsBefore)
    }

    @Test("A provider that fails refuses a configuration, and fails a connector that is restarted")
    func failure() async throws {
        let (vault, launcher) = (Vault(lifetime: nil), launcher())
        let worker = try await worker(vault, launcher)
        try await worker.create("c", source)
        await vault.set(nil)
        let sealed = HerderError.badRequest("The vault is sealed (config provider 'vault')")
        await #expect(throws: sealed) { try await worker.create("d", source) }
        await #expect(throws: HerderError.self) { try await worker.herder.restart("c") }
        let status = try await worker.herder.status(of: "c")
        #expect(status.connector.state == .failed)
        #expect(status.connector.trace == "The vault is sealed (config provider 'vault')")
        await vault.set("third-password")
        try await worker.herder.restart("c")
        #expect(passwords(launcher, "connector").last == "third-password")
    }

    @Test("A class that does not exist is not named where a variable stands for it")
    func unknownClass() async throws {
        let vault = Vault(lifetime: nil)
        let worker = try await worker(vault, launcher())
        let config = ["name": "c", "connector.class": "${vault:db:password}"]
        let error = HerderError.badRequest(
            "Failed to find any class that implements Connector and which name matches ${vault:db:password}, "
                + "available connectors are: ")
        let created = await #expect(throws: HerderError.self) { try await worker.create("c", config) }
        let validated = await #expect(throws: HerderError.self) {
            try await worker.herder.validate(ConnectorProperties(config))
        }
        for refusal in [created, validated] {
            let sentence = try #require(refusal).description
            #expect(sentence.hasPrefix(error.description))
            #expect(!sentence.contains("first-password"))
        }
    }

    @Test("Tasks get exactly what the connector made of a value, and what is shown has none of it")
    func derived() async throws {
        let launcher = FakeLauncher(classes: ["file.so": TestWorker.fileStream]) { plugin, message in
            guard case .taskConfigs(let request, _) = message else { return false }
            let configs = ["orders", "customers"].map { ["topics": $0, "all": "orders,customers", "url": "db:\($0)"] }
            plugin.say(.taskConfigs(request: request, configs: configs))
            return true
        }
        let vault = Vault(lifetime: nil)
        await vault.set("orders,customers")
        let worker = try await worker(vault, launcher)
        try await worker.create("c", source.merging(["tasks.max": "2"]) { $1 })
        try await eventually { launcher.processes("task").filter { !$0.received.isEmpty }.count == 2 }
        let starts = launcher.processes("task").flatMap(\.received).compactMap {
            if case .start(let start) = $0 { start } else { nil }
        }
        #expect(Set(starts.compactMap { $0.config["topics"] }) == ["orders", "customers"])
        #expect(Set(starts.compactMap { $0.config["url"] }) == ["db:orders", "db:customers"])
        #expect(starts.allSatisfy { $0.config["all"] == "orders,customers" })
        #expect(starts.allSatisfy { $0.secrets == ["orders,customers": "${vault:db:password}"] })
        let variable = "${vault:db:password}"
        let shown = ["topics": variable, "all": variable, "url": "db:\(variable)"]
        #expect(try await worker.herder.tasks(of: "c") == [shown, shown])
        try await worker.herder.delete("c")
    }

    @Test("A plugin whose validation fails with a value in its words does not show it")
    func failedValidation() async throws {
        let launcher = FakeLauncher(classes: ["file.so": TestWorker.fileStream]) { plugin, message in
            guard case .validate(let request, let targets) = message else { return false }
            var result = ValidationResult()
            result.failure = "no login with \(targets.first?.config["password"].flatMap { $0 } ?? "")"
            plugin.say(.validated(request: request, results: targets.map { _ in result }))
            return true
        }
        let worker = try await worker(Vault(lifetime: nil), launcher)
        let error = await #expect(throws: HerderError.self) { try await worker.create("c", source) }
        let words = error?.description ?? ""
        #expect(words.hasSuffix("no login with ${vault:db:password}"), "\(words)")
        #expect(!words.contains("first-password"))
    }

    @Test("A restarted task gets the values of now")
    func restartedTask() async throws {
        let (vault, launcher) = (Vault(lifetime: nil), launcher())
        let worker = try await worker(vault, launcher)
        try await worker.create("c", source)
        _ = try await worker.status(of: "c") { $0.tasks.first?.state == .running }
        await vault.set("second-password")
        try await worker.herder.restartTask(0, of: "c")
        #expect(passwords(launcher, "task") == ["first-password", "second-password"])
    }
}
