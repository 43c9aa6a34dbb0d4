import Glibc

/// `allowed.paths` of the file and directory providers: the only paths below which they read, or any if it is not set.
struct AllowedPaths: Sendable {
    static let key = ConfigDef.Key(
        "allowed.paths", .string, default: .null, importance: .medium,
        documentation: "The paths, separated by commas, below which this provider may read; any if not set.")

    /// The names in each path. Bytes, as the file system compares them: characters may take a separator in.
    private let paths: [[[UInt8]]]?

    /// Throws for a path that is not a full one, or that does not exist.
    init(_ settings: [String: String]) throws(ConfigError) {
        guard let written = settings[Self.key.name], !written.isEmpty else {
            paths = nil
            return
        }
        var list = written.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        // As Java's `split`: empty elements at the end are none.
        while list.last?.isEmpty == true { list.removeLast() }
        paths = try list.map { path throws(ConfigError) in
            let isAbsolute = path.first == Self.separator
            let normal = Self.text(of: Self.parts(of: path), isAbsolute: isAbsolute)
            guard isAbsolute else { throw ConfigError("Path \(normal) is not absolute") }
            guard access(normal, F_OK) == 0 else { throw ConfigError("Path \(normal) does not exist") }
            return Self.parts(of: path)
        }
    }

    /// The path to read, without `..`; nil if it is not below an allowed one.
    func check(_ path: String) throws(ConfigError) -> String? {
        guard !path.utf8.contains(0) else { throw ConfigError("Nul character not allowed in path") }
        guard let paths else { return path }
        let parts = Self.parts(of: path.utf8[...])
        guard path.utf8.first == Self.separator, paths.contains(where: { parts.starts(with: $0) }) else { return nil }
        return Self.text(of: parts, isAbsolute: true)
    }

    /// The names in a path as Java's `Path.normalize` leaves them. What links lead to is not looked at.
    private static func parts(of path: Substring.UTF8View) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        for part in path.split(separator: separator).map(Array.init) where part != here {
            if part == above, let last = parts.last, last != above {
                parts.removeLast()
            } else if part != above || path.first != separator {
                parts.append(part)
            }
        }
        return parts
    }

    private static func text(of parts: [[UInt8]], isAbsolute: Bool) -> String {
        String(decoding: (isAbsolute ? [separator] : []) + parts.joined(separator: [separator]), as: UTF8.self)
    }

    private static let separator = UInt8(ascii: "/")
    private static let here = Array(".".utf8)
    private static let above = Array("..".utf8)
}
