public import Foundation
import Synchronization

/// Directories that are removed when the tests end.
public enum TemporaryDirectories {
    private static let made = Mutex<[URL]>([])
    private static let atEnd: Void = {
        atexit { TemporaryDirectories.removeAll() }
    }()

    /// A new directory, whose name begins with `millrace-` and the given name.
    public static func make(_ name: String) throws -> URL {
        _ = atEnd
        let directory = FileManager.default.temporaryDirectory.appending(path: "millrace-\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        made.withLock { $0.append(directory) }
        return directory
    }

    private static func removeAll() {
        made.withLock { for directory in $0 { try? FileManager.default.removeItem(at: directory) } }
    }
}
