public import Worker

/// A request to Connect's REST API, as far as it matters which transport brought it: not at all.
public struct APIRequest: Sendable {
    /// GET, POST and so on.
    public var method: String
    /// The parts of the path between slashes, decoded: a connector's name may itself have slashes.
    public var path: [String]
    /// The query's parameters, decoded, in order.
    public var query: [(name: String, value: String)]
    /// The media type of the body, without its parameters.
    public var contentType: String?
    /// The scheme and authority that the client used, for `Location`.
    public var base: String
    /// The body.
    public var body: [UInt8]

    /// A request for a target such as `/connectors/a%20b/status?x=1`.
    public init(method: String, target: String, contentType: String? = nil, base: String = "", body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = parts[0].split(separator: "/").map { $0.percentDecoded(plusIsSpace: false) }
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                sides[0].percentDecoded(plusIsSpace: true),
                sides.count > 1 ? sides[1].percentDecoded(plusIsSpace: true) : ""
            )
        }
        self.contentType = contentType?.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() }
        self.base = base
        self.body = body
    }

    /// Every value of a query parameter.
    func values(of name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    /// A query parameter as Java's `Boolean.valueOf` reads it: everything but "true" is false.
    func flag(_ name: String, default standard: Bool) -> Bool {
        values(of: name).first.map { $0.lowercased() == "true" } ?? standard
    }
}

/// An answer of Connect's REST API.
public struct APIResponse: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The body; nil for none.
    public var body: JSONValue?
    /// Headers besides those that the body needs.
    public var headers: [(name: String, value: String)] = []

    /// An answer.
    public init(status: Int, body: JSONValue? = nil) {
        self.status = status
        self.body = body
    }

    /// Connect's error body.
    static func error(_ status: Int, _ message: String) -> APIResponse {
        APIResponse(status: status, body: .object(["error_code": .integer(status), "message": .string(message)]))
    }
}

extension StringProtocol {
    /// The text with `%41` replaced by what it stands for; what is no valid escape stays as it is.
    fileprivate func percentDecoded(plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                bytes.append(UInt8(digits[0] << 4 | digits[1]))
                rest = rest.dropFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The text as one part of a path.
    var percentEncoded: String {
        var encoded = ""
        for byte in utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 0x80, scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar) {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
