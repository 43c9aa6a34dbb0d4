import CMillrace
import ConnectConfig
import ConnectData

/// The schema that a JSON value has by itself: everything is optional, objects are structs.
struct JSONSchemaInference {
    private let name: String
    private let keepsNull: Bool
    private let text: SchemaReference
    private let truth: SchemaReference
    private let int32: SchemaReference
    private let int64: SchemaReference
    private let float64: SchemaReference
    private let bytes: SchemaReference

    /// - Parameters:
    ///   - name: the name of the outermost struct.
    ///   - keepsNull: whether null has a schema, bytes, or none.
    init(name: String, keepsNull: Bool) throws(ConnectError) {
        self.name = name
        self.keepsNull = keepsNull
        text = try SchemaReference(.string, optional: true)
        truth = try SchemaReference(.boolean, optional: true)
        int32 = try SchemaReference(.int32, optional: true)
        int64 = try SchemaReference(.int64, optional: true)
        float64 = try SchemaReference(.float64, optional: true)
        bytes = try SchemaReference(.bytes, optional: true)
    }

    /// Thrown where a value has what no schema can describe, such as an array of numbers and texts.
    private struct NoSchema: Error {}

    // MARK: - Inferring

    /// The schema of a value; nil if there is none.
    func schema(at index: Int, of document: JSONDocument) -> SchemaReference? {
        (try? infer(index, document, name)) ?? nil
    }

    /// Nil for what is left out: a null or an empty array.
    private func infer(_ index: Int, _ document: JSONDocument, _ name: String?) throws -> SchemaReference? {
        switch document[index].kind {
        case .null: return keepsNull ? bytes : nil
        case .array: return try inferArray(index, document, name)
        case .object: return try inferObject(index, document, name)
        default: return scalar(document[index], document)
        }
    }

    private func scalar(_ token: JSONToken, _ document: JSONDocument) -> SchemaReference {
        switch token.kind {
        case .string: text
        case .true, .false: truth
        case .integer: Int32(exactly: document.int64(token)) == nil ? int64 : int32
        default: float64
        }
    }

    private func inferObject(_ index: Int, _ document: JSONDocument, _ name: String?) throws -> SchemaReference {
        var draft = SchemaDraft(.structure)
        draft.name = name
        draft.isOptional = true
        let prefix = name.map { $0.javaTrimmed.isEmpty ? "" : $0 + "." } ?? ""
        // Of members with one name the last counts, at the place of the first.
        var members: [(name: String, value: Int)] = []
        var places: [ExactText: Int] = [:]
        document.forEachMember(of: index) { name, value in
            let name = document.string(document[name])
            let place = places[ExactText(name), default: members.count]
            if place < members.count {
                members[place].value = value
            } else {
                places[ExactText(name)] = place
                members.append((name, value))
            }
        }
        for member in members {
            guard let schema = try infer(member.value, document, prefix + member.name) else { continue }
            if member.name.isEmpty { throw NoSchema() }
            draft.fields.append((member.name, schema))
        }
        return try draft.intern()
    }

    private func inferArray(_ index: Int, _ document: JSONDocument, _ name: String?) throws -> SchemaReference? {
        if document[index].count == 0 { return nil }
        guard let element = try inferElement(index, document, name) else { throw NoSchema() }
        var draft = SchemaDraft(.array)
        draft.isOptional = true
        draft.valueSchema = element
        return try draft.intern()
    }

    /// The schema that all elements share. Objects may have different members.
    private func inferElement(_ index: Int, _ document: JSONDocument, _ name: String?) throws -> SchemaReference? {
        var first: Int?
        var merged: SchemaReference?
        for element in document.elements(of: index) where document[element].kind != .null {
            let token = document[element]
            if let first, !isAlike(document[first], token, document) { throw NoSchema() }
            if token.kind == .object {
                guard let schema = try infer(element, document, name) else { continue }
                merged = try merged.map { try merge($0, schema) } ?? schema
            }
            first = first ?? element
        }
        if let merged { return merged }
        guard let first else { return keepsNull ? bytes : nil }
        return try infer(first, document, nil)
    }

    private func isAlike(_ left: JSONToken, _ right: JSONToken, _ document: JSONDocument) -> Bool {
        if left.kind.isNumber && right.kind.isNumber {
            return scalar(left, document) === scalar(right, document)
        }
        let isTruth = [left, right].allSatisfy { $0.kind == .true || $0.kind == .false }
        return left.kind == right.kind || isTruth
    }

    /// A struct with the fields of both, in their order; Debezium's order is that of a hash set, another one in each JVM. What is bytes in the first, because it was null, is what the second says.
    private func merge(_ left: SchemaReference, _ right: SchemaReference) throws -> SchemaReference {
        if left.schema == right.schema { return left }
        var draft = SchemaDraft(.structure, basicsOf: left.schema)
        var places: [ExactText: Int] = [:]
        for source in [left.schema, right.schema] {
            for (place, field) in source.fields.enumerated() {
                guard let schema = source.fieldSchema(place) else { continue }
                let name = field.name.string
                guard let known = places[ExactText(name)] else {
                    places[ExactText(name)] = draft.fields.count
                    draft.addField(name, schema)
                    continue
                }
                if draft.fields[known].schema?.schema.type == .bytes {
                    draft.fields[known].schema = SchemaReference(retaining: schema)
                }
            }
        }
        return try draft.intern()
    }

    // MARK: - Comparing

    /// Whether a value would have this schema. May say no where it would; it makes nothing.
    func infers(_ schema: Schema, at index: Int, of document: JSONDocument) -> Bool {
        let token = document[index]
        switch token.kind {
        case .object: return infersObject(schema, index, document)
        case .array: return infersArray(schema, index, document)
        case .null: return keepsNull && schema == bytes.schema
        default: return schema == scalar(token, document).schema
        }
    }

    private func infersObject(_ schema: Schema, _ index: Int, _ document: JSONDocument) -> Bool {
        guard schema.type == .structure, schema.isOptional else { return false }
        let fields = schema.fields
        var field = 0
        var fits = true
        document.forEachMember(of: index) { name, value in
            let token = document[value]
            if !fits { return }
            if token.kind == .null && !keepsNull || token.kind == .array && token.count == 0 {
                // What is left out would count if it had the name of another member.
                fits = !fields.contains { document.equals(document[name], $0.name.bytes) }
                return
            }
            guard field < fields.count, document.equals(document[name], fields[field].name.bytes),
                let type = schema.fieldSchema(field), infers(type, at: value, of: document)
            else {
                fits = false
                return
            }
            field += 1
        }
        return fits && field == fields.count
    }

    private func infersArray(_ schema: Schema, _ index: Int, _ document: JSONDocument) -> Bool {
        guard schema.type == .array, let element = schema.valueSchema, document[index].count > 0 else { return false }
        var isKnown = false
        for place in document.elements(of: index) where document[place].kind != .null {
            guard infers(element, at: place, of: document) else { return false }
            isKnown = true
        }
        return isKnown || keepsNull && element == bytes.schema
    }
}
