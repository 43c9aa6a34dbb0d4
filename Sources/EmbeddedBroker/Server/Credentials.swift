internal import ConnectConfig
internal import NIOCore

/// Who may connect: names and passwords, from a properties file with a
/// `name=password` on each line.
public struct Credentials: Sendable {
    /// Why a file is not taken.
    public struct Invalid: Error, CustomStringConvertible {
        /// What is wrong, in which file. Never a password.
        public let description: String
    }

    private let passwords: [String: String]

    /// Reads a file.
    public init(file path: String) throws(Invalid) {
        do {
            passwords = try JavaProperties(parsing: FileContents.read(path)).dictionary
        } catch {
            throw Invalid(description: "The credentials file \(path) cannot be used: \(error)")
        }
        guard !passwords.isEmpty else {
            throw Invalid(description: "The credentials file \(path) has no name=password line: nobody could connect")
        }
    }

    /// Whether a message of the mechanism PLAIN, `authorization NUL name NUL password`, names a known pair.
    func accept(plain message: ByteBuffer) -> Bool {
        let parts = message.readableBytesView.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return false }
        let name = String(decoding: parts[1], as: UTF8.self)
        guard parts[0].isEmpty || parts[0].elementsEqual(parts[1]), let password = passwords[name] else { return false }
        return Self.areEqual(Array(parts[2]), Array(password.utf8))
    }

    /// In a time that does not tell where they differ.
    private static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
