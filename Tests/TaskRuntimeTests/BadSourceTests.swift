import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// Each bad plugin ends its own process, and what is left says what happened, where, and in which call.
@Suite struct BadSourceTests {
    struct Case: CustomTestStringConvertible {
        let plugin: String
        let trace: [String]
        var testDescription: String { plugin }

        init(_ plugin: String, _ trace: String...) {
            self.plugin = plugin
            self.trace = trace
        }
    }

    @Test(arguments: [
        Case("no-entry", "millrace_plugin_entry"),
        Case("future-major", "ABI"),
        Case("crash-at-load", "SIGSEGV", "load"),
        Case("crash-in-create", "SIGSEGV", "start"),
        Case("crash-in-start", "SIGSEGV", "start"),
        Case("fail-in-start", "in start"),
        Case("crash-in-poll", "SIGSEGV", "poll", "crash-in-poll.so"),
        Case("fail-in-poll", "in poll"),
        Case("abort-in-poll", "SIGABRT", "poll"),
        Case("exit-in-poll", "poll"),
        Case("throw-in-poll", "SIGABRT", "poll"),
        Case("fatal-error-in-poll", "Fatal error", "poll"),
        Case("overflow-in-poll", "SIGSEGV", "poll"),
        Case("corrupt-pointer", "corrupt batch", "outside"),
        Case("corrupt-length", "corrupt batch"),
        Case("corrupt-tag", "corrupt batch", "tag"),
        Case("corrupt-utf8", "corrupt batch", "UTF-8"),
        Case("corrupt-schema", "corrupt batch", "millrace_batch_hold"),
        Case("corrupt-cycle", "corrupt batch", "deep"),
        Case("corrupt-count", "corrupt batch"),
        Case("corrupt-alignment", "corrupt batch", "aligned"),
        Case("corrupt-offset", "corrupt batch", "not a map"),
    ])
    func aBadPluginFailsItsTaskWithATraceThatSaysWhy(_ bad: Case) async throws {
        let broker = try Broker.shared()
        let config = ["topic": Broker.unique("bad")]
        try await with(try await .task(bad.plugin, config: config, broker: broker.address)) { task in
            let trace = try await task.failure()
            for part in bad.trace { #expect(trace.contains(part), "\(trace)") }
        }
    }
}
