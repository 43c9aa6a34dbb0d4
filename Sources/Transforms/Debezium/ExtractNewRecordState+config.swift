import ConnectConfig

extension ExtractNewRecordState {
    /// What becomes of deletions, and of the tombstones that Debezium sends after them.
    enum DeleteHandling: String {
        case drop
        case tombstone
        case rewrite
        case rewriteWithTombstone = "rewrite-with-tombstone"
        case deleteToTombstone = "delete-to-tombstone"

        /// Whether rows get the field `__deleted`.
        var rewrites: Bool { self == .rewrite || self == .rewriteWithTombstone }

        /// The mode of that name, in any case.
        init?(_ text: String) { self.init(rawValue: text.javaTrimmed.lowercased()) }
    }

    /// As Debezium lists them; `replace.null.with.default` is read without being listed.
    static let configDef = ConfigDef([
        ConfigDef.Key(
            "delete.tombstone.handling.mode", .string, default: "tombstone",
            validator: .debeziumOption([
                "drop", "tombstone", "rewrite-with-tombstone", "rewrite", "delete-to-tombstone",
            ]),
            importance: .medium,
            documentation: "What becomes of a deletion and of the tombstone after it: drop takes both out; tombstone "
                + "leaves one tombstone; rewrite gives the deleted row with the field __deleted and takes the tombstone "
                + "out; rewrite-with-tombstone leaves the tombstone too; delete-to-tombstone makes the deletion itself a "
                + "tombstone and takes the other one out.",
            order: 1, width: .medium, displayName: "Handle delete and tombstone records"),
        text(
            "route.by.field", "", .long, "Route by field name", "The column whose value replaces the name of the topic."
        ),
        text(
            "add.fields.prefix", "__", .short, "Field prefix to be added to each field.",
            "What the names of added fields begin with."),
        list("add.fields", "Adds the specified field(s) to the message if they exist.", "added as fields"),
        text(
            "add.headers.prefix", "__", .short, "Header prefix to be added to each header.",
            "What the names of added headers begin with."),
        list("add.headers", "Adds the specified fields to the header if they exist.", "added as headers"),
        ConfigDef.Key(
            "drop.fields.header.name", .string, default: .null, importance: .low,
            documentation: "The name of a header that has a list of the names of fields to leave out.", order: 1,
            width: .short,
            displayName: "Specifies a header that contains a list of field names to be removed"),
        boolean(
            "drop.fields.from.key", false,
            "Specifies whether the fields to be dropped should also be omitted from the key",
            "Whether the fields are left out of the key too, not only of the value."),
        boolean(
            "drop.fields.keep.schema.compatible", true,
            "Specifies if fields are dropped, will the event's schemas be compatible",
            "Whether only optional fields are left out, so that readers of the old schema can read the new one."),
    ])

    private static func text(
        _ name: String, _ standard: String, _ width: ConfigDef.Width, _ displayName: String, _ documentation: String
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .string, default: .value(.string(standard)), importance: .low, documentation: documentation,
            order: 1, width: width, displayName: displayName)
    }

    private static func list(_ name: String, _ displayName: String, _ purpose: String) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .list, default: [], importance: .low,
            documentation:
                "Fields of the event that are \(purpose): op, ts_ms, field or struct.field, which without the "
                + "struct is looked for in source (id and the orders in transaction). A name of its own may follow "
                + "after a colon, as in source.ts_ms:EVENT_TIMESTAMP; otherwise it is the field's, behind "
                + "the struct's and an underscore if that is given.",
            order: 1, width: .long, displayName: displayName)
    }

    private static func boolean(
        _ name: String, _ standard: Bool, _ displayName: String, _ documentation: String
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .boolean, default: .value(.boolean(standard)), importance: .low, documentation: documentation,
            order: 1, width: .short, displayName: displayName)
    }
}
