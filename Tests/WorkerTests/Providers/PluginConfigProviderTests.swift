import ConnectConfig
import TaskProtocol
import Testing
import WorkerTestSupport

@testable import Worker

@Suite("A config provider of a plugin")
struct PluginConfigProviderTests {
    private func provider(_ launcher: FakeLauncher, deadline: Duration = .seconds(60)) -> PluginConfigProvider {
        PluginConfigProvider(
            alias: "vault", className: "org.example.Vault", file: "/plugins/vault.so", settings: ["url": "https://v"],
            launcher: launcher, deadline: deadline)
    }

    @Test("Its process is started with the first question, answers all, and is started again after its end")
    func restarted() async throws {
        let launcher = FakeLauncher()
        let provider = provider(launcher)
        #expect(launcher.processes("provider").isEmpty)
        async let one = provider.get(path: "a", keys: ["x"])
        async let other = provider.get(path: "b", keys: ["y"])
        #expect(try await [one.values, other.values] == [["x": "value of x"], ["y": "value of y"]])
        let process = try #require(launcher.processes("provider").first)
        guard case .start(let start) = process.received.first else {
            Issue.record("the provider was not started")
            return
        }
        #expect(start.className == "org.example.Vault")
        #expect(start.pluginFile == "/plugins/vault.so")
        #expect(start.config == ["url": "https://v"])
        #expect(launcher.processes("provider").count == 1)

        process.end(trace: "ended by SIGSEGV")
        try await eventually {
            (try? await provider.get(path: "a", keys: ["x"])) != nil
                && launcher.processes("provider").count == 2
        }
    }

    @Test("A question that is not answered in time is an error, and ends the process; the next one has another")
    func hanging() async throws {
        let launcher = FakeLauncher { _, message in
            if case .provide(_, path: "slow", _) = message { true } else { false }
        }
        let provider = provider(launcher, deadline: .seconds(1))
        let slow = await #expect(throws: ConfigError.self) { try await provider.get(path: "slow", keys: ["x"]) }
        #expect(slow?.message.hasPrefix("get did not return within 1000 ms, so the plugin process was ended") == true)
        try await eventually { (try? await provider.get(path: "a", keys: ["x"])) != nil }
        #expect(launcher.processes("provider").count == 2)
    }

    @Test("An answer of another kind is an error: without values the variables themselves would go on")
    func confused() async throws {
        let launcher = FakeLauncher { process, message in
            guard case .provide(let request, _, _) = message else { return false }
            process.say(.offsetsAltered(request: request, accepted: true))
            return true
        }
        let provider = provider(launcher)
        let error = await #expect(throws: ConfigError.self) { try await provider.get(path: "a", keys: ["x"]) }
        #expect(error?.message == "the plugin process answered something else than values")
    }

    @Test("What it refuses, and what it dies of, is told; the end of a former process does not touch the one of now")
    func failing() async throws {
        let launcher = FakeLauncher { process, message in
            switch message {
            case .provide(let request, path: "nowhere", _):
                process.say(.requestFailed(request: request, message: "no such path"))
            case .provide(_, path: "deadly", _): process.end(trace: "ended by SIGSEGV in provide")
            default: return false
            }
            return true
        }
        let provider = provider(launcher)
        await #expect(throws: ConfigError("no such path")) { try await provider.get(path: "nowhere", keys: ["x"]) }
        await #expect(throws: ConfigError("ended by SIGSEGV in provide")) {
            try await provider.get(path: "deadly", keys: ["x"])
        }
        try await eventually { (try? await provider.get(path: "a", keys: ["x"])) != nil }
        #expect(try await provider.get(path: "a", keys: ["y"]).values == ["y": "value of y"])
        #expect(launcher.processes("provider").count == 2)
    }
}
