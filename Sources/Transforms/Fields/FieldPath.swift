import CMillrace
package import ConnectData

/// The way to a field: one name, or in the syntax V2 names between dots, in backticks where they have dots (KIP-821).
package struct FieldPath {
    private let steps: [OwnedText]
    /// As it is configured.
    package let text: String

    /// The path of one name.
    init(name: String) {
        steps = [OwnedText(name)]
        text = name
    }

    /// A path of several names.
    init(names: [String], text: String) {
        steps = names.map(OwnedText.init)
        self.text = text
    }

    /// A path in the syntax V2. Throws `.badConfig` for a backtick that is not closed.
    package init(nested path: String) throws(ConnectError) {
        var reader = NestedPathReader(path)
        steps = try reader.read().map(OwnedText.init)
        text = path
    }

    /// The schema of the field, or nil if there is no such field. Throws where the way leads through what is no struct.
    package func schema(in schema: Schema) throws(ConnectError) -> Schema? {
        if steps.isEmpty { throw Self.isEmpty }
        var current = schema
        for step in steps {
            guard current.type == .structure else {
                throw ConnectError(.badData, "Cannot look up fields on non-struct type")
            }
            guard let place = current.fieldIndex(step.text), let next = current.fieldSchema(place) else { return nil }
            current = next
        }
        return current
    }

    /// Where the field is in the struct itself; nil if it is in a struct inside, or nowhere.
    func place(in schema: Schema) -> Int? {
        steps.count == 1 ? schema.fieldIndex(steps[0].text) : nil
    }

    /// The field's value in a struct, null where the way ends. On the way null is read as the default, at the end if
    /// `replacingNull`.
    package func value(
        inStruct value: Value, replacingNull: Bool, in batch: Batch
    ) throws(ConnectError) -> Value {
        var current = value
        for (place, step) in steps.enumerated() {
            if current.isNull { return .null }
            let schema = try current.requireStruct("nested field access")
            guard let index = schema.fieldIndex(step.text) else { return .null }
            let isLast = place == steps.count - 1
            current = current.fields[index]
            if !isLast || replacingNull {
                current = batch.substitutingDefault(current, schema.fieldSchema(index))
            }
        }
        return current
    }

    private static var isEmpty: ConnectError {
        ConnectError(.badData, "The field path is empty: there is no field to look up", as: .illegalArgument)
    }

    /// The field's value in a map, null where the way ends.
    package func value(inMap map: Value) throws(ConnectError) -> Value {
        if steps.isEmpty, !map.isNull {
            throw Self.isEmpty
        }
        var current = map
        for step in steps {
            if current.isNull { return .null }
            try current.requireMap("nested field access")
            current = current.member(step.text) ?? .null
        }
        return current
    }
}

/// Takes a path of the syntax V2 apart.
private struct NestedPathReader {
    private let path: [UInt8]
    private let original: String
    private var position = 0

    init(_ path: String) {
        original = path
        self.path = Array(path.utf8)
    }

    mutating func read() throws(ConnectError) -> [String] {
        var steps: [String] = []
        while position < path.count {
            steps.append(path[position] == UInt8(ascii: "`") ? try quoted() : plain())
        }
        if path.last == UInt8(ascii: ".") { steps.append("") }
        return steps
    }

    private mutating func plain() -> String {
        let end = path[position...].firstIndex(of: UInt8(ascii: ".")) ?? path.count
        defer { position = end + 1 }
        return String(decoding: path[position..<end], as: UTF8.self)
    }

    /// A name up to the backtick before a dot or before the end; a backslash before it makes it part of the name.
    private mutating func quoted() throws(ConnectError) -> String {
        let opening = position
        var name: [UInt8] = []
        var start = position + 1
        var search = start
        while let tick = path[search...].firstIndex(of: UInt8(ascii: "`")) {
            let isEscaped = path[tick - 1] == UInt8(ascii: "\\")
            if tick == path.count - 1 {
                if isEscaped { break }
                name += path[start..<tick]
                position = path.count
                return String(decoding: name, as: UTF8.self)
            }
            search = tick + 1
            guard path[tick + 1] == UInt8(ascii: ".") else { continue }
            if isEscaped {
                name += path[start..<(tick - 1)] + [UInt8(ascii: "`")]
                start = tick + 1
                continue
            }
            name += path[start..<tick]
            position = tick + 2
            return String(decoding: name, as: UTF8.self)
        }
        throw ConnectError(
            .badConfig,
            "Incomplete backtick pair in path: [\(original)], consider adding a backslash before backtick at position "
                + "\(opening) to escape it")
    }
}
