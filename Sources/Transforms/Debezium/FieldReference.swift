import CMillrace
import ConnectData

/// An element of `add.fields` or `add.headers`: a field of an event, and the name that it gets.
struct FieldReference {
    /// The field of the event whose value has the field; nil if it is a field of the event itself.
    private let holder: OwnedText?
    private let field: OwnedText
    /// With the prefix.
    let name: OwnedText

    /// `field`, `struct.field`, and either with `:name`. Throws `.badConfig` for what names no field.
    init(_ text: String, prefix: String) throws(ConnectError) {
        let parts = javaSplit(text, at: ":")
        let path = parts.first.map { javaSplit($0, at: ".") } ?? []
        guard !path.isEmpty, parts.count <= 2 else { throw ConnectError(.badConfig, "Unexpected field name: \(text)") }
        let field = path.count == 1 ? path[0] : path[1]
        let holder = path.count == 1 ? Self.standardHolder(of: field) : path[0]
        self.field = OwnedText(field)
        self.holder = holder.map(OwnedText.init)
        let name = parts.count == 2 ? parts[1] : path.count == 1 ? field : "\(path[0])_\(field)"
        self.name = OwnedText(prefix + name)
    }

    /// The references of a setting.
    static func list(_ elements: [String], prefix: String) throws(ConnectError) -> [FieldReference] {
        var references: [FieldReference] = []
        var elements = elements[...]
        while elements.last == "" { elements.removeLast() }
        for element in elements { references.append(try FieldReference(element, prefix: prefix)) }
        return references
    }

    /// Where Debezium looks for a field whose struct is not named.
    private static func standardHolder(of field: String) -> String? {
        switch field {
        case "id", "data_collection_order", "total_order": "transaction"
        case "op", "ts_ms", "ts_us", "ts_ns": nil
        case "updateDescription": "updateDescription"
        default: "source"
        }
    }

    /// Whether it tells what happened, which is known of tombstones too.
    var isOperation: Bool { field.text.equals("op") }

    /// Where events of a schema have the field.
    struct Place {
        let reference: FieldReference
        /// The field that must be there for the value to be.
        let holder: Int?
        let isInHolder: Bool
        let field: Int
        /// What the value becomes: optional, without a default; of a struct, without its fields.
        let schema: SchemaReference

        /// The value in an event, given as its fields.
        @inline(__always)
        func value(in event: UnsafeBufferPointer<Value>) -> Value {
            guard let holder else { return event[field] }
            let held = event[holder]
            if held.isNull { return .null }
            return isInHolder ? held.fields[field] : event[field]
        }
    }

    /// The place of the field in events of the schema, nil if they have none. Throws if they do not have its struct.
    func place(in event: Schema) throws(ConnectError) -> Place? {
        var inner: Schema?
        var holderPlace: Int?
        if let holder {
            guard let place = event.fieldIndex(holder.text), let schema = event.fieldSchema(place) else {
                throw ConnectError(
                    .badData,
                    "Events of the schema \(event.name.string) have no field \(holder.string), where the field "
                        + "\(field.string) that add.fields or add.headers names is looked for", as: .nullPointer)
            }
            guard schema.type == .structure else {
                throw ConnectError(.badData, "Cannot look up fields on non-struct type")
            }
            (inner, holderPlace) = (schema, place)
        }
        if let inner, let place = inner.fieldIndex(field.text) {
            return try Place(self, holderPlace, isInHolder: true, place, of: inner)
        }
        guard let place = event.fieldIndex(field.text) else { return nil }
        return try Place(self, holderPlace, isInHolder: false, place, of: event)
    }

    /// The places of those that events of the schema have.
    static func places(
        of references: [FieldReference], in event: Schema
    ) throws(ConnectError) -> [Place] {
        var places: [Place] = []
        for reference in references {
            if let place = try reference.place(in: event) { places.append(place) }
        }
        return places
    }
}

extension FieldReference.Place {
    fileprivate init(
        _ reference: FieldReference, _ holder: Int?, isInHolder: Bool, _ field: Int, of schema: Schema
    ) throws(ConnectError) {
        self.reference = reference
        self.holder = holder
        self.isInHolder = isInHolder
        self.field = field
        let type = schema.fieldSchema(field)
        var draft = SchemaDraft(type?.type ?? .null)
        if let type { draft = SchemaDraft(type.type, basicsOf: type) }
        draft.isOptional = true
        draft.keySchema = type?.keySchema.map(SchemaReference.init(retaining:))
        draft.valueSchema = type?.valueSchema.map(SchemaReference.init(retaining:))
        self.schema = try draft.intern()
    }
}
