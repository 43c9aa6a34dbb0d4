import Glibc
import SuperviseeFaults
import Supervisor
import Testing

/// `scripts/test` rests on it: ThreadSanitizer looks into the processes that tests start.
@Suite("Races in plugin processes", .enabled(if: fault_is_seen_racing() != 0))
struct RaceTests {
    @Test("ThreadSanitizer reports a race in a plugin process")
    func reported() async throws {
        // A report of this race belongs here, not to those that fail the run.
        let options = (getenv("TSAN_OPTIONS").map { String(cString: $0) + ":" } ?? "") + "log_path=stderr"
        let exit = try await run("race", environment: ["TSAN_OPTIONS": options]).exit
        #expect(exit.reason == .exited(code: 66))
        #expect(exit.standardError.contains { $0.contains("ThreadSanitizer: data race") }, "\(exit)")
    }
}
