public import Foundation
import Glibc

/// A program that speaks Kafka's protocol.
public enum BrokerProgram: Sendable, CaseIterable, CustomStringConvertible {
    /// Millrace's own, `millrace-broker`.
    case embedded
    /// A broker that others have written, noida-db: what works with both is not only what our own takes for right.
    case independent

    /// The program's name.
    public var description: String {
        switch self {
        case .embedded: "millrace-broker"
        case .independent: "noida-db"
        }
    }

    func executable() throws -> String {
        switch self {
        case .embedded:
            // The sanitizers' builds have no broker: scripts/test names that of the ordinary build.
            if let named = ProcessInfo.processInfo.environment["MILLRACE_BROKER"] { return named }
            let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let path = URL(filePath: bundle).deletingLastPathComponent().appending(path: "millrace-broker").path()
            guard access(path, X_OK) == 0 else {
                throw TestSupportError(description: "\(path) is missing: build it, or set MILLRACE_BROKER to its path")
            }
            return path
        case .independent:
            // The program itself rather than Python's wrapper, whose end is not the program's.
            let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
            let libraries = repository.standardizedFileURL.appending(path: ".venv/lib").path()
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
            let places = versions.map { "\(libraries)/\($0)/site-packages/noida_db/noida-db" }
            guard let path = places.first(where: { access($0, X_OK) == 0 }) else {
                throw TestSupportError(description: "noida-db is not installed in .venv: scripts/setup --tests does it")
            }
            return path
        }
    }

    func arguments(directory: URL, address: String) -> [String] {
        let parts = address.split(separator: ":").map(String.init)
        switch self {
        case .embedded:
            return ["--dir", directory.path(), "--listen", address, "--until-unused"]
        case .independent:
            let listener = ["--host", parts[0], "--kafka-port", parts[1]]
            return ["start", "--only", "kafka"] + listener + ["--data-dir", directory.path()]
        }
    }

    /// Where the broker says that it listens, once it does.
    func address(in directory: URL, output: URL) -> String? {
        switch self {
        case .embedded:
            let line = try? String(contentsOf: directory.appending(path: "address"), encoding: .utf8)
            return line.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        case .independent:
            let lines = (try? String(contentsOf: output, encoding: .utf8))?.split(separator: "\n") ?? []
            let words = lines.map { $0.split(whereSeparator: \.isWhitespace) }
            return words.first { $0.first == "kafka" && $0.count > 1 }.map { String($0[1]) }
        }
    }
}
