internal import CRdkafka
internal import ConnectConfig
internal import Glibc

/// A bearer token (JWT) in a file that somebody else renews, as Kafka's `FileJwtRetriever` reads it.
struct TokenFile {
    let token: String
    /// Milliseconds since 1970.
    let expiry: Int64
    let principal: String

    /// Nil if the file cannot be read or holds no JWT with an expiry.
    init?(path: String) {
        guard let bytes = contents(of: path) else { return nil }
        self.init(token: String(decoding: bytes, as: UTF8.self).javaTrimmed)
    }

    init?(token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let claims = Self.base64URL(parts[1]) else { return nil }
        guard let seconds = Self.member("exp", of: claims).flatMap({ Double($0) }), seconds.isFinite,
            seconds > 0, seconds < 1e12
        else { return nil }
        self.token = token
        expiry = Int64(seconds * 1000)
        principal = Self.member("sub", of: claims) ?? ""
    }

    /// RFC 4648, section 5, without padding.
    private static func base64URL(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 where character != UInt8(ascii: "=") {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "_"): value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// The text of a member of the outermost object: a number as it stands, a string without its quotes.
    private static func member(_ name: String, of json: [UInt8]) -> String? {
        var depth = 0
        var index = 0
        var key: String?
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
            case UInt8(ascii: ","):
                key = nil
            case UInt8(ascii: "\""):
                let text = string(json, &index)
                if depth == 1, key == nil { key = text } else if depth == 1, key == name { return text }
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                let start = index
                while index < json.count, !Array(",}] \n\r\t".utf8).contains(json[index]) { index += 1 }
                if depth == 1, key == name { return String(decoding: json[start..<index], as: UTF8.self) }
                continue
            default:
                break
            }
            index += 1
        }
        return nil
    }

    /// Leaves the index at the closing quote. Escapes are kept as they are: only names and subjects are read.
    private static func string(_ json: [UInt8], _ index: inout Int) -> String {
        let start = index + 1
        index = start
        while index < json.count, json[index] != UInt8(ascii: "\"") {
            index += json[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return String(decoding: json[min(start, json.count)..<min(index, json.count)], as: UTF8.self)
    }
}

/// Runs on librdkafka's background thread when a token is needed; the file's path is `sasl.oauthbearer.config`.
func tokenFileCallback(
    _ client: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ opaque: UnsafeMutableRawPointer?
) {
    guard let client, let path else { return }
    let name = String(cString: path)
    guard let file = TokenFile(path: name) else {
        rd_kafka_oauthbearer_set_token_failure(client, "\(name) holds no JWT with an expiry (exp)")
        return
    }
    var reason = [CChar](repeating: 0, count: 512)
    let code = rd_kafka_oauthbearer_set_token(
        client, file.token, file.expiry, file.principal, nil, 0, &reason, reason.count)
    if code != RD_KAFKA_RESP_ERR_NO_ERROR { rd_kafka_oauthbearer_set_token_failure(client, reason) }
}
