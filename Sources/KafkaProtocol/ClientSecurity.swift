/// How a client speaks to brokers: plainly, or with SASL PLAIN over a plain connection.
///
/// It may hold a password: it is never logged.
package enum ClientSecurity: Sendable {
    /// `security.protocol=plaintext`.
    case plaintext
    /// `security.protocol=sasl_plaintext` with the mechanism PLAIN (RFC 4616).
    case saslPlain(username: String, password: String)

    /// What a client's properties ask for, in librdkafka's names.
    ///
    /// - Throws: `GroupClientError.unsupportedSecurity` for TLS and for other mechanisms.
    package init(librdkafka properties: [(String, String)]) throws(GroupClientError) {
        let value = { (name: String) in properties.last { $0.0 == name }?.1 }
        switch value("security.protocol")?.lowercased() ?? "plaintext" {
        case "plaintext":
            self = .plaintext
        case "sasl_plaintext":
            let mechanism = value("sasl.mechanism") ?? value("sasl.mechanisms") ?? "GSSAPI"
            guard mechanism == "PLAIN" else { throw .unsupportedSecurity("sasl.mechanism=\(mechanism)") }
            self = .saslPlain(username: value("sasl.username") ?? "", password: value("sasl.password") ?? "")
        case let other:
            throw .unsupportedSecurity("security.protocol=\(other)")
        }
    }
}
