internal import ConnectConfig

/// Turns the Java client's properties, as operators write them, into librdkafka's.
///
/// One table (`ClientPropertyTable`, documented in docs/client-properties.md) says for every name of Kafka 4.3 what
/// becomes of it. A name that is librdkafka's own is passed through; any other gets a warning.
public enum ClientProperties {
    /// Translates what is left of a client's properties when prefixes such as `producer.` are stripped.
    ///
    /// Files that properties name (PKCS#12 stores) are looked at.
    /// - Throws: for a value that is wrong or cannot be honoured. Secrets are not in the error.
    public static func translate(
        _ java: [String: String], for kind: ClientKind
    ) throws(ClientPropertyError) -> TranslatedProperties {
        var translation = Translation(java, kind)
        try translation.translateTable()
        try translation.connection()
        switch kind {
        case .producer: try translation.producer()
        case .consumer: try translation.consumer()
        case .admin: break
        }
        try translation.security()
        try translation.passNative()
        return translation.result
    }
}

/// The work of `ClientProperties.translate`: what the operator wrote, and what has become of it so far.
struct Translation {
    let java: [String: String]
    let kind: ClientKind
    var result: TranslatedProperties

    init(_ java: [String: String], _ kind: ClientKind) {
        self.java = java.mapValues(\.javaTrimmed)
        self.kind = kind
        result = TranslatedProperties(kind: kind)
        result.librdkafka = ClientDefaults.properties(for: kind)
    }

    /// The operator's value, or nil where he left it out.
    subscript(name: String) -> String? { java[name] }

    /// The operator's value unless it is empty.
    func text(_ name: String) -> String? {
        guard let value = java[name], !value.isEmpty else { return nil }
        return value
    }

    func number(_ name: String) -> Int64? { java[name].flatMap { Int64($0) } }

    func isTrue(_ name: String) -> Bool { java[name]?.lowercased() == "true" }

    func error(_ name: String, _ reason: String) -> ClientPropertyError {
        let isSecret = ClientPropertyTable.byName[name]?.isSecret ?? true
        return ClientPropertyError(name, isSecret ? nil : java[name], reason)
    }

    mutating func warn(_ name: String, _ reason: String) {
        result.warnings.append("\(name) \(reason)")
    }

    /// Sets one of librdkafka's numbers; where the value is outside of what it accepts, the nearest one, with a warning.
    mutating func set(_ native: String, _ value: Int64, within bounds: ClosedRange<Int64>, from name: String) {
        let nearest = min(max(value, bounds.lowerBound), bounds.upperBound)
        // Java's -1 is "as the system likes" or "never", which is librdkafka's 0.
        if nearest != value, !(value == -1 && nearest == 0) {
            warn(name, "is \(value), outside of what librdkafka accepts; \(nearest) is used")
        }
        result.set(native, String(nearest))
    }
}

extension Translation {
    /// Checks every value of the table, and does what the rules say that need no function of their own.
    mutating func translateTable() throws(ClientPropertyError) {
        for (name, value) in java.sorted(by: { $0.key < $1.key }) {
            guard let entry = ClientPropertyTable.byName[name], entry.kinds.contains(kind) else { continue }
            if let complaint = entry.values.complaint(about: value) { throw error(name, complaint) }
            switch entry.rule {
            case .translated(let native, let bounds?):
                if let number = Int64(value) { set(native, number, within: bounds, from: name) }
            case .translated(let native, nil):
                if !value.isEmpty { result.set(native, lowered(value, entry.values)) }
            case .ignored(let reason, let silently):
                if !silently.contains(value.lowercased()), !silently.contains(value) {
                    warn(name, "has no effect: \(reason)")
                }
            case .refused(let reason, let exceptions):
                if !exceptions.contains(value.lowercased()) { throw error(name, reason) }
            case .derived, .ours:
                break
            }
        }
    }

    private func lowered(_ value: String, _ values: AllowedValues) -> String {
        if case .boolean = values { return value.lowercased() }
        return value
    }

    mutating func connection() throws(ClientPropertyError) {
        try bootstrapServers()
        if let timeout = number("default.api.timeout.ms") {
            result.handled.defaultAPITimeoutMilliseconds = Int32(clamping: timeout)
        }
        if let timeout = number("request.timeout.ms") {
            if kind == .producer {
                set("request.timeout.ms", timeout, within: 1...900_000, from: "request.timeout.ms")
            } else {
                set("socket.timeout.ms", timeout, within: 10...300_000, from: "request.timeout.ms")
            }
        }
        if let backoff = number("retry.backoff.ms") {
            switch kind {
            case .producer: set("retry.backoff.ms", backoff, within: 1...300_000, from: "retry.backoff.ms")
            case .consumer: set("fetch.error.backoff.ms", backoff, within: 0...300_000, from: "retry.backoff.ms")
            case .admin: warn("retry.backoff.ms", "has no effect: requests of the admin client are not repeated")
            }
        }
        // Java takes the larger one for both; librdkafka would not start.
        if let least = number("reconnect.backoff.ms"),
            let most = result["reconnect.backoff.max.ms"].flatMap({ Int64($0) }),
            most < least
        {
            result.set("reconnect.backoff.max.ms", String(min(least, 3_600_000)))
        }
    }

    private mutating func bootstrapServers() throws(ClientPropertyError) {
        guard let servers = text("bootstrap.servers") else {
            if java["test.mock.num.brokers"] != nil { return }
            throw ClientPropertyError(
                "bootstrap.servers", java["bootstrap.servers"], "must name at least one host:port")
        }
        let addresses = servers.split(separator: ",").map { String($0).javaTrimmed }.filter { !$0.isEmpty }
        for address in addresses where !Self.isAddress(address) {
            throw error("bootstrap.servers", "\"\(address)\" is not host:port with a port from 1 to 65535")
        }
        if addresses.isEmpty { throw error("bootstrap.servers", "must name at least one host:port") }
        result.set("bootstrap.servers", addresses.joined(separator: ","))
    }

    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex else { return false }
        let digits = text[text.index(after: colon)...]
        guard digits.allSatisfy(\.isASCII), let port = UInt16(digits) else { return false }
        let host = text[..<colon]
        let isLegal = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "%"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return port > 0 && isLegal
    }
}
