import CMillrace
import ConnectData

/// Values from the tape of a document, in the memory of a batch, by their schemas or without.
struct JSONValueParser {
    let document: JSONDocument
    let settings: JSONConverterSettings
    let batch: Batch

    /// What a document without any value means. A default is copied, because records point to no memory but their batch's.
    static func missing(
        _ schema: Schema?, _ settings: JSONConverterSettings, in batch: Batch
    ) throws(ConnectError) -> Value {
        guard let schema else { return .null }
        if settings.replacesNullWithDefault, let defaultValue = schema.defaultValue, !defaultValue.isNull {
            return batch.copy(defaultValue)
        }
        if schema.isOptional { return .null }
        throw ConnectError(.badData, "Invalid null value for required \(schema.type.name) field")
    }

    /// The value at a place of the tape.
    mutating func value(at index: Int, _ schema: Schema?) throws(ConnectError) -> Value {
        let token = document[index]
        guard let schema else { return try schemaless(token, at: index) }
        if token.kind == .null { return try Self.missing(schema, settings, in: batch) }
        switch schema.type {
        case .boolean: return .boolean(token.kind == .true)
        case .int8: return .integer(.int8, Int64(Int8(truncatingIfNeeded: integer(token))))
        case .int16: return .integer(.int16, Int64(Int16(truncatingIfNeeded: integer(token))))
        case .int32: return try int32(token, schema)
        case .int64: return try int64(token, schema)
        case .float32: return .float32(token.kind.isNumber ? document.float(token) : 0)
        case .float64: return .float64(token.kind.isNumber ? document.double(token) : 0)
        case .string: return token.kind == .string ? string(token) : .null
        case .bytes: return try bytes(token, schema)
        case .array: return try array(at: index, schema.valueSchema)
        case .map: return try map(at: index, schema)
        case .structure: return try structure(at: index, schema)
        case .null, .dateTime, .decimal: throw ConnectError(.badData, "Unknown schema type: \(schema.type.name)")
        }
    }

    private mutating func schemaless(_ token: JSONToken, at index: Int) throws(ConnectError) -> Value {
        switch token.kind {
        case .null: return .null
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .integer: return .int64(document.int64(token))
        case .bigInteger: return .int64(integer(token))
        case .decimal: return .float64(document.double(token))
        case .string: return string(token)
        case .array: return try array(at: index, nil)
        case .object: return try objectAsMap(at: index, nil)
        }
    }

    // MARK: - Scalars

    /// A number as Java's `longValue`: the low bits of an integer, the integral part of a decimal; 0 for what is none.
    private func integer(_ token: JSONToken) -> Int64 {
        switch token.kind {
        case .integer, .bigInteger: Int64(bitPattern: document.lowBits(document.text(token)))
        case .decimal: DecimalText.integralPart(document.text(token))
        default: 0
        }
    }

    private func int32(_ token: JSONToken, _ schema: Schema) throws(ConnectError) -> Value {
        let isDate = schema.name.equals(Schema.LogicalName.date)
        guard isDate || schema.name.equals(Schema.LogicalName.time) else {
            return .integer(.int32, Int64(Int32(truncatingIfNeeded: integer(token))))
        }
        guard token.kind == .integer, let number = Int32(exactly: document.int64(token)) else {
            throw ConnectError(
                .badData,
                "Invalid type for \(isDate ? "Date" : "Time"), underlying representation should be integer but was "
                    + token.kind.nodeType)
        }
        if !isDate, !(0...86_400_000).contains(number) {
            throw ConnectError(
                .badData, "Time values must use number of milliseconds greater than 0 and less than 86400000")
        }
        return .integer(.int32, Int64(number))
    }

    private func int64(_ token: JSONToken, _ schema: Schema) throws(ConnectError) -> Value {
        if schema.name.equals(Schema.LogicalName.timestamp), token.kind != .integer, token.kind != .bigInteger {
            throw ConnectError(
                .badData,
                "Invalid type for Timestamp, underlying representation should be integral but was "
                    + token.kind.nodeType)
        }
        return .int64(integer(token))
    }

    /// Without escapes the string stays where it is in the document, which lives as long as the batch.
    private func string(_ token: JSONToken) -> Value {
        if !token.hasEscapes { return .string(document.text(token)) }
        let target = batch.allocate(Int(token.count))
        return .string(UnsafeRawBufferPointer(start: target, count: document.unescape(token, into: target)))
    }

    private func bytes(_ token: JSONToken, _ schema: Schema) throws(ConnectError) -> Value {
        let isDecimal = schema.name.equals(Schema.LogicalName.decimal)
        if isDecimal, token.kind.isNumber { return try decimal(token, schema) }
        guard token.kind == .string else {
            guard isDecimal else { return .null }
            throw ConnectError(
                .badData,
                "Invalid type for Decimal, underlying representation should be numeric or bytes but was "
                    + token.kind.nodeType)
        }
        let text = string(token).rawBytes
        let target = batch.allocate(text.count / 4 * 3 + 3)
        guard let length = Base64.decode(text, into: target) else {
            throw ConnectError(.badData, isDecimal ? "Invalid bytes for Decimal field" : "Invalid bytes field")
        }
        let bytes = UnsafeRawBufferPointer(start: target, count: length)
        guard isDecimal else { return .bytes(bytes) }
        guard length > 0, schema.decimalScale != nil else {
            throw ConnectError(.badData, "Invalid bytes for Decimal field")
        }
        return .bytes(DecimalText.withoutSignExtension(bytes))
    }

    /// A number at the scale of its schema, which a Decimal in flat form has to have.
    private func decimal(_ token: JSONToken, _ schema: Schema) throws(ConnectError) -> Value {
        guard let scale = schema.decimalScale else {
            throw ConnectError(
                .badData, "Invalid Decimal schema: it needs the parameter scale, which is a number",
                as: schema.parameter("scale") == nil ? .nullPointer : .numberFormat)
        }
        let text = document.text(token)
        guard let room = DecimalText.unscaledCapacity(text, scale: scale) else {
            throw ConnectError(
                .badData, "Decimal value has mismatching scale for given Decimal schema. Schema has scale \(scale).")
        }
        let target = batch.allocate(room)
        let length = DecimalText.unscaled(text, scale: scale, into: target)
        return .bytes(UnsafeRawBufferPointer(start: target, count: length))
    }

    // MARK: - Containers

    /// The elements of an array, or the values of an object, or nothing: what Jackson iterates over.
    private mutating func array(at index: Int, _ elementSchema: Schema?) throws(ConnectError) -> Value {
        let token = document[index]
        let count = token.kind == .array ? Int(token.count) : 0
        if token.kind == .object { return values(of: try objectAsMap(at: index, elementSchema)) }
        let elements = batch.allocate(count, of: Value.self)
        var place = index + 1
        for position in 0..<count {
            (elements + position).initialize(to: try value(at: place, elementSchema))
            place = Int(document[place].next)
        }
        return .array(UnsafeBufferPointer(start: elements, count: count))
    }

    private func values(of map: Value) -> Value {
        let elements = batch.allocate(map.entries.count, of: Value.self)
        for (place, entry) in map.entries.enumerated() { (elements + place).initialize(to: entry.value) }
        return .array(UnsafeBufferPointer(start: elements, count: map.entries.count))
    }

    private mutating func map(at index: Int, _ schema: Schema) throws(ConnectError) -> Value {
        let token = document[index]
        guard schema.keySchema?.type != .string else {
            guard token.kind == .object else {
                throw ConnectError(
                    .badData,
                    "Maps with string fields should be encoded as JSON objects, but found \(token.kind.nodeType)")
            }
            return try objectAsMap(at: index, schema.valueSchema)
        }
        guard token.kind == .array else {
            throw ConnectError(
                .badData,
                "Maps with non-string fields should be encoded as JSON array of tuples, but found \(token.kind.nodeType)"
            )
        }
        var entries = MapEditor(capacity: Int(token.count), in: batch)
        var place = index + 1
        for _ in 0..<Int(token.count) {
            let pair = document[place]
            guard pair.kind == .array else {
                throw ConnectError(.badData, "Found invalid map entry instead of array tuple: \(pair.kind.nodeType)")
            }
            guard pair.count == 2 else {
                throw ConnectError(.badData, "Found invalid map entry, expected length 2 but found :\(pair.count)")
            }
            let key = try value(at: place + 1, schema.keySchema)
            entries.set(key, try value(at: Int(document[place + 1].next), schema.valueSchema))
            place = Int(pair.next)
        }
        return entries.map
    }

    private mutating func objectAsMap(at index: Int, _ valueSchema: Schema?) throws(ConnectError) -> Value {
        let count = Int(document[index].count)
        var entries = MapEditor(capacity: count, in: batch)
        var place = index + 1
        for _ in 0..<count {
            let key = string(document[place])
            entries.set(key, try value(at: place + 1, valueSchema))
            place = Int(document[place + 1].next)
        }
        return entries.map
    }

    private mutating func structure(at index: Int, _ schema: Schema) throws(ConnectError) -> Value {
        let token = document[index]
        guard token.kind == .object else {
            throw ConnectError(
                .badData, "Structs should be encoded as JSON objects, but found \(token.kind.nodeType)")
        }
        let fields = schema.fields
        let values = batch.allocate(fields.count, of: Value.self)
        let structure = batch.allocate(1, of: millrace_struct.self)
        structure.initialize(to: millrace_struct(schema: schema.pointer, fields: UnsafePointer(values)))
        let isInOrder = hasMembers(of: fields, inOrder: index)
        var next = index + 1
        for position in fields.indices {
            let found = isInOrder ? next + 1 : document.member(fields[position].name.bytes, of: index)
            (values + position).initialize(to: try field(fields[position], at: found))
            if isInOrder { next = Int(document[next + 1].next) }
        }
        return .structure(structure, fieldCount: fields.count)
    }

    /// Whether an object has one member for each field, in the order of the fields, as Connect writes structs.
    private func hasMembers(of fields: UnsafeBufferPointer<millrace_field>, inOrder index: Int) -> Bool {
        guard Int(document[index].count) == fields.count else { return false }
        var next = index + 1
        for field in fields {
            guard document.equals(document[next], field.name.bytes) else { return false }
            next = Int(document[next + 1].next)
        }
        return true
    }

    private mutating func field(_ field: millrace_field, at index: Int?) throws(ConnectError) -> Value {
        guard let schema = field.schema.map(Schema.init) else { return .null }
        let content =
            if let index { try value(at: index, schema) } else { try Self.missing(schema, settings, in: batch) }
        if content.isNull, !schema.isOptional {
            throw ConnectError(
                .badData,
                "Invalid value: null used for required field: \"\(field.name.string)\", schema type: \(schema.type.name)"
            )
        }
        return content
    }
}

extension JSONKind {
    /// Jackson's `JsonNodeType`, as Connect's error texts name it.
    var nodeType: String {
        switch self {
        case .null: "NULL"
        case .true, .false: "BOOLEAN"
        case .integer, .bigInteger, .decimal: "NUMBER"
        case .string: "STRING"
        case .array: "ARRAY"
        case .object: "OBJECT"
        }
    }
}
