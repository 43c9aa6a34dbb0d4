/// A JSON value of the control plane: request bodies, connector files, source partitions and offsets.
///
/// Two values are equal if they mean the same: the order of an object's members and the spelling of a number do not
/// matter, but the integer 1 and the decimal 1.0 differ, as they do for the connectors that read them.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// A number without a fraction.
    public static func integer(_ value: some FixedWidthInteger) -> JSONValue {
        .number(JSONNumber(text: String(value)))
    }

    /// The text, if this is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The object, if this is one.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The elements, if this is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// What kind of value this is, for error messages.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A JSON number, which keeps its text so that writing it back changes nothing.
public struct JSONNumber: Sendable, Hashable {
    /// The number as it is written.
    public let text: String

    /// A number that is spelled as RFC 8259 demands.
    init(text: String) {
        self.text = text
    }

    /// The value, if it is an integer of 64 bits.
    public var integer: Int64? { Int64(text) }

    private enum Meaning: Hashable {
        case integer(Int64)
        case decimal(Double)
        case text(String)
    }

    private var meaning: Meaning {
        if let integer { return .integer(integer) }
        let isDecimal = text.utf8.contains {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
        }
        if isDecimal, let value = Double(text) { return .decimal(value) }
        return .text(text)
    }

    /// Whether both mean the same.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        left.meaning == right.meaning
    }

    /// Hashes what the value means.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(meaning)
    }
}

/// The members of a JSON object in the order in which they were written; of two with one name the later one counts.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// The names, in order.
    public private(set) var names: [String] = []
    private var values: [String: JSONValue] = [:]

    /// An object with these members.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        for (name, value) in members { self[name] = value }
    }

    /// The value of a member. Setting nil removes it; a new one goes to the end.
    public subscript(name: String) -> JSONValue? {
        get { values[name] }
        set {
            switch (values[name] != nil, newValue) {
            case (true, nil): names.removeAll { $0 == name }
            case (false, .some): names.append(name)
            default: break
            }
            values[name] = newValue
        }
    }

    /// The members, in order.
    public var members: [(name: String, value: JSONValue)] {
        names.map { ($0, values[$0] ?? .null) }
    }

    /// Whether both mean the same.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.values == right.values
    }

    /// Hashes what the value means.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(values)
    }
}
