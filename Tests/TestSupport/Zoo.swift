import Foundation
import Synchronization

/// The plugins of `Tests/Zoo`: bad ones that show that one task fails and the rest goes on, and good ones that serve as
/// examples. Each is built when a test first asks for it.
///
/// A plugin's class is `zoo.` and its name in capitals, such as `zoo.CrashInPollSourceConnector` for `crash-in-poll`; the
/// examples name their own.
public enum Zoo {
    /// Builds a plugin, of the zoo or of `Plugins` where that is C or C++, and returns the path of the shared object. Any
    /// thread.
    public static func build(_ name: String) throws -> String {
        try built.withLock { built in
            if let path = built[name] { return path }
            let path = try ZooBuilder(name: name).build()
            built[name] = path
            return path
        }
    }

    /// As ``build(_:)``, without holding up the threads that asynchronous tests share: a compiler takes its time.
    public static func built(_ name: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try build(name) }) }
        }
    }

    /// Whether a compiler is there that some plugins need.
    public static func hasCompiler(_ name: String) -> Bool {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    /// The class of the connector that a bad plugin has.
    public static func className(_ name: String, kind: String = "SourceConnector") -> String {
        "zoo." + name.split(separator: "-").map(\.capitalized).joined() + kind
    }

    /// Builds plugins and copies them into a directory, with the libraries that belong to them.
    public static func install(_ names: [String], into directory: String) throws {
        for name in names {
            let path = try build(name)
            let target = "\(directory)/\(name).so"
            try FileManager.default.copyItem(atPath: path, toPath: target)
            let libraries = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("lib")
            guard let files = try? FileManager.default.contentsOfDirectory(atPath: libraries.path) else { continue }
            try FileManager.default.createDirectory(atPath: "\(directory)/lib", withIntermediateDirectories: true)
            for file in files {
                try FileManager.default.copyItem(
                    atPath: libraries.appendingPathComponent(file).path, toPath: "\(directory)/lib/\(file)")
            }
        }
    }

    /// The root of the package.
    public static let packageDirectory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private static let built = Mutex<[String: String]>([:])
}

/// Why a plugin of the zoo could not be built.
public struct ZooError: Error, CustomStringConvertible {
    /// What failed, with the compiler's words.
    public let description: String
}
