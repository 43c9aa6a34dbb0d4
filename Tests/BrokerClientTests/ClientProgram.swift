import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// The programs of `Tests/Clients`, which other people's clients run in.
enum ClientProgram {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL
    static let clients = repository.appending(path: "Tests/Clients")
    static let python = repository.appending(path: ".venv/bin/python").path()

    /// Whether scripts/setup has installed a Python package.
    static func has(package: String) -> Bool {
        let libraries = repository.appending(path: ".venv/lib").path()
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? []
        return versions.contains { access("\(libraries)/\($0)/site-packages/\(package)", F_OK) == 0 }
    }

    /// Whether a command is installed.
    static func has(command: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            access("\($0)/\(command)", X_OK) == 0
        }
    }

    /// Runs a Python program of `Tests/Clients` to its end, and returns what it printed.
    ///
    /// Each line beginning with `wrong` is an issue of the test, and so is another end than exit code 0.
    @discardableResult
    static func run(
        _ name: String, _ arguments: [String], seconds: Int = 120, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let script = clients.appending(path: name).path()
        return try await run(command: [python, script] + arguments, seconds: seconds, sourceLocation: sourceLocation)
    }

    /// As above, any command.
    @discardableResult
    static func run(
        command: [String], seconds: Int = 120, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let log = try TemporaryDirectories.make("client").appending(path: "log")
        _ = FileManager.default.createFile(atPath: log.path(), contents: nil)
        let code = try await end(of: command, output: log, seconds: seconds)
        let text = try String(contentsOf: log, encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        let wrong = lines.filter { $0.hasPrefix("wrong") }
        #expect(wrong.isEmpty, sourceLocation: sourceLocation)
        #expect(
            code == 0, "\(command.joined(separator: " ")) ended with \(code):\n\(text.suffix(4000))",
            sourceLocation: sourceLocation)
        return lines
    }

    private static func end(of command: [String], output: URL, seconds: Int) async throws -> Int32 {
        let handle = try FileHandle(forWritingTo: output)
        return try await withCheckedThrowingContinuation { continuation in
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/timeout")
            process.arguments = ["--kill-after=5", "\(seconds)"] + command
            process.standardOutput = handle
            process.standardError = handle
            process.standardInput = FileHandle.nullDevice
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
