/// Where a broker listens.
package struct BrokerAddress: Sendable, Hashable {
    /// A name or an address; IPv6 without brackets.
    package var host: String
    /// The port.
    package var port: Int

    /// Where a broker listens.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads one entry of `bootstrap.servers`: `host:port`, `[address]:port`, or either behind `PROTOCOL://`.
    package init(parsing text: String) throws(GroupClientError) {
        var address = text[...]
        if let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://") {
            address = address[address.index(colon, offsetBy: 3)...]
        }
        guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...]),
            port > 0
        else { throw .address(text) }
        var host = address[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw .address(text) }
        self.init(host: String(host), port: Int(port))
    }
}

extension BrokerAddress: CustomStringConvertible {
    /// `host:port`.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
