import CMillrace
import ConnectConfig
import ConnectData

/// What the settings say of the outbox table.
struct OutboxTable {
    let id: OwnedText
    let key: OwnedText
    let payload: OwnedText
    let route: OwnedText
    let timestamp: OwnedText?
    let version: OwnedText?
    let additional: [AdditionalField]
    let ignoresMissing: Bool

    init(_ config: ParsedConfig) throws(ConnectError) {
        func column(_ setting: String) -> OwnedText { OwnedText(config.written(setting) ?? "") }
        id = column("table.field.event.id")
        key = column("table.field.event.key")
        payload = column("table.field.event.payload")
        route = column("route.by.field")
        timestamp = config.written("table.field.event.timestamp").map(OwnedText.init)
        version = config.written("table.field.event.schema.version").map(OwnedText.init)
        additional = try AdditionalField.list(config["table.fields.additional.placement"].list ?? [])
        ignoresMissing = config["table.field.additional.missing"].string?.lowercased() == "ignore"
    }

    /// Whether the value is a struct of the payload and other columns.
    var makesEnvelope: Bool { additional.contains { $0.placement == .envelope } }
}

/// Where the events of a schema have what a table's settings name. What is not there is an error for who needs it.
struct OutboxPlan {
    typealias Place = Result<Int, ConnectError>

    let operation: Place
    let after: Int?
    let payload: Place
    let id: Place
    let key: Place
    let route: Place
    /// Of the additional columns, in their order; nil for one that is left out.
    let additional: [Result<Int?, ConnectError>]
    private let version: Result<Int?, ConnectError>
    private let eventTime: Place
    /// Nil if the event's time is the record's.
    private let time: Result<(place: Int, unit: Result<Int64, ConnectError>), ConnectError>?
    private let envelopes = EnvelopeSchemas()

    init(_ event: Schema, _ table: OutboxTable) {
        operation = Place { () throws(ConnectError) in try event.requireField(Text("op"), .string) }
        eventTime = Place { () throws(ConnectError) in try event.requireField(Text("ts_ms"), .int64) }
        after = event.fieldIndex("after")
        // Without a row nothing of it is asked for.
        let row = after.flatMap(event.fieldSchema).flatMap { $0.type == .structure ? $0 : nil } ?? event
        payload = Self.column(row, table.payload, "Unable to find payload field \(table.payload.string) in event")
        id = Self.column(row, table.id)
        key = Self.column(row, table.key)
        route = Place { () throws(ConnectError) in try row.requireField(table.route.text, .string) }
        additional = table.additional.map { Self.place(of: $0, in: row, table) }
        version = Result { () throws(ConnectError) in
            try table.version.map { name throws(ConnectError) in try row.requireField(name.text, .int32) }
        }
        time = table.timestamp.map { Self.time(row, $0) }
    }

    private static func column(_ row: Schema, _ name: OwnedText, _ message: String? = nil) -> Place {
        if let place = row.fieldIndex(name.text) { return .success(place) }
        return .failure(
            message.map { ConnectError(.badData, $0, as: .connect) }
                ?? ConnectError(.badData, "\(name.string) is not a valid field name"))
    }

    private static func place(
        of additional: AdditionalField, in row: Schema, _ table: OutboxTable
    ) -> Result<Int?, ConnectError> {
        Result { () throws(ConnectError) in
            let place = row.fieldIndex(additional.field.text)
            if place == nil, table.ignoresMissing { return nil }
            switch additional.placement {
            case .partition: return try row.requireField(additional.field.text, .int32)
            case .header: return try column(row, additional.field).get()
            case .envelope:
                return try column(row, additional.field, "Unable to find field \(additional.field.string) in event")
                    .get()
            }
        }
    }

    // MARK: - The timestamp

    private static func time(
        _ row: Schema, _ name: OwnedText
    ) -> Result<(place: Int, unit: Result<Int64, ConnectError>), ConnectError> {
        Result { () throws(ConnectError) in
            guard row.fieldIndex(name.text) != nil else {
                throw ConnectError(
                    .badData, "Unable to find timestamp field \(name.string) in event", as: .connect)
            }
            let place = try row.requireField(name.text, .int64)
            return (place, unit(row.fieldSchema(place)?.name ?? .absent))
        }
    }

    /// How much of a column is a millisecond, by the name of its schema.
    private static func unit(_ name: Text) -> Result<Int64, ConnectError> {
        if name.equals("io.debezium.time.Timestamp") { return .success(1) }
        if name.equals("io.debezium.time.MicroTimestamp") { return .success(1000) }
        if name.equals("io.debezium.time.NanoTimestamp") { return .success(1_000_000) }
        return .failure(
            ConnectError(
                .badData,
                name.isPresent
                    ? "Unsupported field type \(name.string) for event timestamp"
                    : "Unsupported field type INT64 (without logical schema name) for event timestamp",
                as: .connect))
    }

    /// Milliseconds since 1970: what the column has, else when the connector saw the change.
    func timestamp(_ row: RoutedRow) throws(ConnectError) -> Int64? {
        if let (place, unit) = try time?.get(), !row.row[place].isNull {
            return row.row[place].as.integer / (try unit.get())
        }
        let value = row.event[try eventTime.get()]
        return value.isNull ? nil : value.as.integer
    }

    // MARK: - The envelope

    /// The schema of the struct of a payload and other columns; the batch holds it once it has such a struct.
    func envelope(
        _ table: OutboxTable, _ row: RoutedRow, _ payload: Schema?
    ) throws(ConnectError) -> Schema {
        let version = try version.get().map { row.row[$0] }
        let name = row.row[try route.get()]
        guard !name.isNull, let payload else {
            throw ConnectError(
                .badData, "The column \(table.route.string) is null: it has to route the event", as: .nullPointer)
        }
        let number = version.flatMap { $0.isNull ? nil : Int32(truncatingIfNeeded: $0.as.integer) }
        return try envelopes.schema(Text(name.rawBytes), number, payload) { () throws(ConnectError) in
            var draft = SchemaDraft(.structure)
            draft.name = Self.name(row.schema.name.stringIfPresent, Text(name.rawBytes).string)
            draft.version = number
            draft.addField("payload", payload)
            for (number, additional) in table.additional.enumerated() where additional.placement == .envelope {
                guard let place = try self.additional[number].get(), let schema = row.schema.fieldSchema(place) else {
                    continue
                }
                try draft.addNewField(additional.alias.string, SchemaReference(retaining: schema))
            }
            return try draft.intern()
        }
    }

    /// The row's name with the routed value before its last part.
    private static func name(_ row: String?, _ routed: String) -> String {
        guard let row else { return routed }
        guard let dot = row.lastIndex(of: ".") else { return "\(routed).\(row)" }
        return "\(row[...dot])\(routed).\(row[row.index(after: dot)...])"
    }
}

/// The schemas of structs with a payload, by what they are made of.
final class EnvelopeSchemas {
    private struct Known {
        let route: OwnedText
        let version: Int32?
        let payload: Schema
        /// Keeps the payload's schema too.
        let schema: SchemaReference
    }

    private static let limit = 64
    private var known: [Known] = []

    func schema(
        _ route: Text, _ version: Int32?, _ payload: Schema, make: () throws(ConnectError) -> SchemaReference
    ) throws(ConnectError) -> Schema {
        for entry in known where entry.payload == payload && entry.version == version {
            if entry.route.text.sameBytes(as: route) { return entry.schema.schema }
        }
        let schema = try make()
        if known.count == Self.limit { known.removeFirst() }
        known.append(Known(route: OwnedText(route.string), version: version, payload: payload, schema: schema))
        return schema.schema
    }
}
