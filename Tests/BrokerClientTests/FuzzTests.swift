import Foundation
import TestSupport
import Testing

/// Malformed bytes close the connection that they came on, and nothing else.
///
/// `MILLRACE_BROKER_FUZZ_SECONDS` and `MILLRACE_BROKER_FUZZ_SEED` say for how long, and which bytes.
@Suite(.enabled("scripts/setup installs confluent-kafka") { ClientProgram.has(package: "confluent_kafka") })
struct FuzzTests {
    private let seconds = ProcessInfo.processInfo.environment["MILLRACE_BROKER_FUZZ_SECONDS"].flatMap { Int($0) } ?? 4
    private let seed =
        ProcessInfo.processInfo.environment["MILLRACE_BROKER_FUZZ_SEED"].flatMap { Int($0) } ?? Int.random(in: 1...9999)

    @Test func malformedBytesCloseTheirConnectionAlone() async throws {
        try await withBroker { broker, address in
            let lines = try await ClientProgram.run(
                "fuzz.py", [address, "\(seconds)", "\(seed)"], seconds: seconds + 90)
            print(lines.last ?? "")
            #expect(lines.last?.hasPrefix("done") == true, "seed \(seed)")
            #expect(broker.isRunning, "seed \(seed): \(broker.log.suffix(3000))")
        }
    }
}
