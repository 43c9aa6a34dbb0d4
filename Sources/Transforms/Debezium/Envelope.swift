import CMillrace
import ConnectData
import Glibc

/// Debezium's change events: a struct with the row before and after the change, where it comes from, and what happened.
enum Envelope {
    private static let suffix: StaticString = ".Envelope"

    /// Whether values of the schema are change events: Debezium goes by its name.
    @inline(__always)
    static func isSchema(_ schema: Schema) -> Bool {
        let name = schema.name
        guard let data = name.data, name.length >= suffix.utf8CodeUnitCount else { return false }
        return memcmp(data + (name.length - suffix.utf8CodeUnitCount), suffix.utf8Start, suffix.utf8CodeUnitCount) == 0
    }
}

extension Schema {
    /// The place of the field of that name.
    func fieldIndex(_ name: StaticString) -> Int? {
        fields.firstIndex { $0.name.equals(name) }
    }

    /// The place of a field that must be there and of that type, as for `Struct.getString` and its kin.
    func requireField(_ name: Text, _ type: ValueType) throws(ConnectError) -> Int {
        guard let place = fieldIndex(name) else {
            throw ConnectError(.badData, "\(name.string) is not a valid field name")
        }
        guard fieldSchema(place)?.type == type else {
            throw ConnectError(.badData, "Field '\(name.string)' is not of type \(type.name)")
        }
        return place
    }
}

/// A struct that is made of the fields of another, and of more: Connect's Struct refuses null where a field must not be.
struct RowPlan {
    let result: SchemaReference
    /// How many fields are taken over, in their order.
    let taken: Int

    init(_ result: SchemaReference, taken: Int) {
        self.result = result
        self.taken = taken
    }

    /// A plan for all fields of a row, and more after them.
    init(
        extending row: Schema, _ more: [(name: String, schema: SchemaReference)]
    ) throws(ConnectError) {
        var draft = SchemaDraft(.structure, basicsOf: row)
        draft.addFields(of: row)
        for (name, schema) in more { try draft.addNewField(name, schema) }
        self.init(try draft.intern(), taken: row.fields.count)
    }

    /// The new struct, of whose fields those that are taken over are set; the batch holds nothing yet.
    @inline(__always)
    func fields(
        from row: Value, _ source: Schema, replacingNull: Bool, in batch: Batch
    ) throws(ConnectError) -> NewStruct {
        let old = row.fields
        let made = batch.newStruct(result.schema.fields.count)
        let fields = made.fields
        let new = result.schema.fields
        for place in 0..<taken {
            (fields + place)
                .initialize(
                    to: try batch.carried(
                        old[place], source.fieldSchema(place), to: new[place], replacingNull: replacingNull))
        }
        return made
    }
}
