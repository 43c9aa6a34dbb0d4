import CMillrace
import ConnectData

extension millrace_string {
    /// Whether the text is there and may be read as UTF-8 of a sensible length.
    var isUsable: Bool { isPresent && (0...Self.longest).contains(length) && isValidUTF8(bytes) }

    /// A copy in which what is malformed is replaced and what is too long is cut off, for text that only people read.
    var tolerantString: String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.longest)), as: UTF8.self)
    }

    /// More than this in a name, a configuration value or a message is a mistake.
    private static var longest: Int { 1 << 24 }
}
