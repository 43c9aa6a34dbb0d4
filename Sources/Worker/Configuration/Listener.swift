public import ConnectConfig

/// An address on which the REST API listens.
public struct Listener: Sendable, Hashable, CustomStringConvertible {
    /// The protocol of a listener.
    public enum Scheme: String, Sendable {
        /// Without encryption.
        case http
        /// With TLS.
        case https
    }

    /// The protocol.
    public let scheme: Scheme
    /// The host name or address to bind, or `nil` for all interfaces.
    public let host: String?
    /// The port; 0 lets the system choose one.
    public let port: Int

    /// What is bound when `listeners` is not set. Connect binds all interfaces instead, although its API has no
    /// authentication.
    public static let loopback = Listener(scheme: .http, host: "127.0.0.1", port: 8083)

    /// A listener.
    public init(scheme: Scheme, host: String?, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Reads `http://host:port`; the host may be empty, and an IPv6 address is written in brackets.
    public init(_ url: String, key: String) throws(ConfigError) {
        let error = ConfigError(
            value: url, key: key,
            reason: "Listener doesn't have the right format or protocol; write http://host:port or https://host:port")
        guard let colon = url.firstRange(of: "://"),
            let scheme = Scheme(rawValue: url[..<colon.lowerBound].lowercased())
        else { throw error }
        let address = url[colon.upperBound...]
        guard let separator = address.lastIndex(of: ":"),
            let port = Int(address[address.index(after: separator)...]), (0...65535).contains(port)
        else { throw error }
        var host = address[..<separator]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw error
        }
        guard host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-%._:".contains($0)) }) else {
            throw error
        }
        self.init(scheme: scheme, host: host.isEmpty ? nil : String(host), port: port)
    }

    /// The URL, with brackets around an IPv6 address.
    public var description: String {
        let host = host.map { $0.contains(":") ? "[\($0)]" : $0 } ?? ""
        return "\(scheme.rawValue)://\(host):\(port)"
    }

    /// What is wrong with listeners that are written well and cannot be served.
    static func unsupported(in results: [ConfigValue]) -> [String] {
        let urls = results.first { $0.name == "listeners" }?.value.list ?? []
        return urls.filter { (try? Listener($0, key: "listeners"))?.scheme == .https }.map {
            ConfigError(value: $0, key: "listeners", reason: "https is not supported yet; use http").message
        }
    }

    static let listValidator = ConfigDef.Validator(
        "List of comma-separated URLs, ex: http://localhost:8080,https://localhost:8443."
    ) { key, value throws(ConfigError) in
        let urls = value.list ?? []
        if urls.isEmpty {
            throw ConfigError(
                "Invalid value for listeners, at least one URL is expected, "
                    + "ex: http://localhost:8080,https://localhost:8443.")
        }
        for url in urls {
            if url.isEmpty { throw ConfigError("Empty URL found when parsing listeners list.") }
        }
        try urlValidator.check(value, of: key)
    }

    static let urlValidator = ConfigDef.Validator("URLs") { key, value throws(ConfigError) in
        for url in value.list ?? [] { _ = try Listener(url, key: key) }
    }
}
