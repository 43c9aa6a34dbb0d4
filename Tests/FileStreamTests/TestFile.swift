import Foundation
import Glibc

/// A file of a test's own, gone with the object.
final class TestFile: Sendable {
    private let directory: String
    let path: String

    init(_ content: [UInt8]? = nil) throws {
        directory = NSTemporaryDirectory() + "filestream-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        path = directory + "/file.txt"
        if let content { try append(content) }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func append(_ bytes: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        defer { close(descriptor) }
        guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count else { throw POSIXError(.EIO) }
    }

    func append(_ text: String) throws { try append(Array(text.utf8)) }

    func truncate() throws {
        guard Glibc.truncate(path, 0) == 0 else { throw POSIXError(.EIO) }
    }

    func moveAway() throws {
        guard rename(path, path + ".1") == 0 else { throw POSIXError(.EIO) }
    }

    var content: String {
        get throws { try String(contentsOfFile: path, encoding: .utf8) }
    }
}
