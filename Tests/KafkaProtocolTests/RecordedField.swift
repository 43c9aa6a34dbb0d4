import Foundation
import NIOCore

@testable import KafkaProtocol

/// A field's value, as Kafka's JSON shows it: bytes and UUIDs are base64.
enum RecordedField: Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(Int64)
    case text(String)
    case list([RecordedField])
    case structure([String: RecordedField])
}

extension RecordedField: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([RecordedField].self) {
            self = .list(value)
        } else {
            self = .structure(try container.decode([String: RecordedField].self))
        }
    }
}

extension RecordedField {
    /// What a message's Swift type holds, under the names of its properties. Fields that still have their default, as
    /// those must that a version lacks, are left out where `recorded` does not have them.
    init(_ value: Any, like recorded: RecordedField) {
        switch value {
        case let value as Bool: self = .boolean(value)
        case let value as any FixedWidthInteger & SignedInteger: self = .number(Int64(value))
        case let value as ErrorCode: self = .number(Int64(value.rawValue))
        case let value as APIKey: self = .number(Int64(value.rawValue))
        case let value as String: self = .text(value)
        case let value as ByteBuffer: self = .text(Data(value.readableBytesView).base64EncodedString())
        case let value as WireUUID: self = .text(value.base64)
        case let value as any WireStructure: self = .structure(Self.fields(of: value, like: recorded))
        case let value as [Any]:
            guard case .list(let list) = recorded, list.count == value.count else {
                self = .list(value.map { RecordedField($0, like: .null) })
                return
            }
            self = .list(zip(value, list).map { RecordedField($0, like: $1) })
        default: self = .null
        }
    }

    private static func fields(
        of value: some WireStructure, like recorded: RecordedField
    ) -> [String: RecordedField] {
        var names: [String: RecordedField] = [:]
        if case .structure(let fields) = recorded { names = fields }
        let defaults = Mirror(reflecting: type(of: value).init()).children
        var fields: [String: RecordedField] = [:]
        for (child, unset) in zip(Mirror(reflecting: value).children, defaults) {
            guard let name = child.label else { continue }
            let field = RecordedField(child.value, like: names[name] ?? .null)
            if names[name] != nil || field != RecordedField(unset.value, like: .null) { fields[name] = field }
        }
        return fields
    }
}

extension RecordedField {
    /// Without the fields that `other` lacks.
    func keeping(fieldsOf other: RecordedField) -> RecordedField {
        switch (self, other) {
        case (.structure(let own), .structure(let others)):
            .structure(
                Dictionary(
                    uniqueKeysWithValues: own.compactMap { name, field in
                        others[name].map { (name, field.keeping(fieldsOf: $0)) }
                    }))
        case (.list(let own), .list(let others)) where own.count == others.count:
            .list(zip(own, others).map { $0.keeping(fieldsOf: $1) })
        default: self
        }
    }
}

extension RecordedField {
    /// The types of a structure and of all within it, by their names in Kafka's schemas.
    static func collect(typesOf structure: any WireStructure, into types: inout [String: any WireStructure.Type]) {
        let type = type(of: structure)
        types[String(reflecting: type).replacing("KafkaProtocol.", with: "")] = type
        for child in Mirror(reflecting: structure).children {
            for element in child.value as? [any WireStructure] ?? [] { collect(typesOf: element, into: &types) }
        }
    }
}

extension WireUUID {
    /// As Kafka shows it: 22 characters that may stand in URLs.
    fileprivate var base64: String {
        var bytes = ByteBuffer()
        bytes.writeMultipleIntegers(high, low)
        let text = Data(bytes.readableBytesView).base64EncodedString()
        return text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
