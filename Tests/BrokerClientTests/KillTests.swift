import Foundation
import TestSupport
import Testing

/// `kill -9` of the broker at any instant loses nothing, doubles nothing and leaves nothing half.
///
/// `MILLRACE_BROKER_KILLS` says how often.
@Suite(.enabled("scripts/setup installs confluent-kafka") { ClientProgram.has(package: "confluent_kafka") })
struct KillTests {
    private let kills = ProcessInfo.processInfo.environment["MILLRACE_BROKER_KILLS"].flatMap { Int($0) } ?? 20

    @Test func whatWasAcknowledgedIsThereOnceAndTransactionsAreWhole() async throws {
        let directory = try TemporaryDirectories.make("kills")
        let lines = try await ClientProgram.run(
            "kills.py", [BrokerProcess.executable, directory.path(), "\(kills)"], seconds: 120 + kills * 3)
        let counts = Self.counts(try #require(lines.last))
        print(lines.first ?? "", lines.last ?? "")
        #expect(try #require(counts["kills"]) >= kills)
        #expect(try #require(counts["acknowledged"]) > 0)
        #expect(try #require(counts["committed"]) > 0)
        for count in ["missing", "duplicates", "half", "visible-aborts", "lost-offsets", "wrong"] {
            #expect(counts[count] == 0, "\(count)")
        }
        // One of many may wait for a machine that is busy with other things.
        #expect(try #require(counts["median-start-ms"]) < 1000)
    }

    /// The closing line is names and numbers in turn.
    private static func counts(_ line: String) -> [String: Int] {
        let words = line.split(separator: " ")
        let pairs = zip(words, words.dropFirst()).compactMap { name, number in Int(number).map { (String(name), $0) } }
        return Dictionary(pairs) { $1 }
    }
}
