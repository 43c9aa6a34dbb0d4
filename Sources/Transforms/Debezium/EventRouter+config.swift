import ConnectConfig
import JavaText

extension EventRouter {
    /// What an update of the outbox table leads to, which only ever should be added to.
    enum InvalidOperation: String { case warn, error, fatal }

    static let configDef = ConfigDef([
        column(
            "table.field.event.id", "id", 1, "Event ID Field",
            "The column with the event's ID, which becomes the header id."),
        column(
            "table.field.event.key", "aggregateid", 2, "Event Key Field", "The column that becomes the record's key."),
        column(
            "table.field.event.type", "type", 3, "Event Type Field",
            "The column with the event's type; it is known here for completeness."),
        column(
            "table.field.event.payload", "payload", 4, "Event Payload Field",
            "The column that becomes the record's value."),
        column(
            "table.field.event.timestamp", nil, 5, "Event Timestamp Field",
            "The column that becomes the record's timestamp; without it that is the time at which the connector saw the change.",
            importance: .medium),
        ConfigDef.Key(
            "table.fields.additional.placement", .list, default: .null,
            validator: .debeziumRule("a list of column:placement or column:placement:alias", AdditionalField.problem),
            importance: .high,
            documentation:
                "More columns and where they go, each as column:placement or column:placement:alias; the placement is "
                + "header, envelope (a field beside payload, which makes the value a struct) or partition (the "
                + "number of the record's partition).",
            group: "Table", order: 6, width: .medium,
            displayName: "Settings for each additional column in the outbox table"),
        option(
            "table.field.additional.missing", "error", ["ignore", "error"], 7,
            "Behavior when an additional field is missing in the change data",
            "What an additional column that is not there leads to: error fails, ignore leaves it out."),
        column(
            "table.field.event.schema.version", nil, 8, "Event Schema Version Field",
            "The column that becomes the version of the value's schema, where that is a struct made by envelope."),
        option(
            "table.op.invalid.behavior", "warn", ["warn", "error", "fatal"], 9,
            "Behavior when capturing an unexpected outbox event",
            "What an update of the outbox table leads to: warn and error leave it out, fatal fails."),
        boolean(
            "table.expand.json.payload", "Table", 10, .medium, "Expand Payload escaped string as real JSON",
            "Whether a payload that is the text of a JSON object becomes a struct, whose schema is inferred from it. Other payloads "
                + "stay as they are."),
        option(
            "table.json.payload.null.behavior", "ignore", ["ignore", "optional_bytes"], 11,
            "Behavior when json payload including null value",
            "What a null in a JSON payload becomes: ignore leaves the field out, optional_bytes makes it null of the "
                + "type BYTES."),
        router(
            "route.by.field", "aggregatetype", 1, .high, "Field to route events by",
            "The column whose value is matched with route.topic.regex and becomes part of the topic's name."),
        router(
            "route.topic.regex", "(?<routedByValue>.*)", 2, .low, "The name of the routed topic",
            "The regular expression that the value of route.by.field is matched with as a whole; what it does not match is the topic.",
            validator: .debeziumRule("a regular expression", regexProblem)),
        router(
            "route.topic.replacement", "outbox.event.${routedByValue}", 3, .high, "The name of the routed topic",
            "What becomes of the first match in the value of route.by.field: the name of the topic."),
        boolean(
            "route.tombstone.on.empty.payload", "Router", 4, .high, "Empty payloads cause a tombstone message",
            "Whether a payload that is null or white space becomes a tombstone."),
        tracing("tracing.span.context.field", "tracingspancontext", 1, "Serialized tracing span context field"),
        tracing("tracing.operation.name", "debezium-read", 2, "Tracing operation name"),
        ConfigDef.Key(
            "tracing.with.context.field.only", .boolean, default: false, importance: .high, documentation: notTraced,
            group: "Tracing", order: 3, width: .medium, displayName: "Trace only events with context field present"),
    ])

    private static let notTraced =
        "Has no effect: spans are made where OpenTelemetry's classes are on plugin.path, and there are no such classes here."

    private static func column(
        _ name: String, _ standard: String?, _ order: Int, _ displayName: String, _ documentation: String,
        importance: ConfigDef.Importance = .low
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .string, default: standard.map { .value(.string($0)) } ?? .null, importance: importance,
            documentation: documentation, group: "Table", order: order, width: .medium, displayName: displayName)
    }

    private static func option(
        _ name: String, _ standard: String, _ options: [String], _ order: Int, _ displayName: String,
        _ documentation: String
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .string, default: .value(.string(standard)), validator: .debeziumOption(options, isNamed: true),
            importance: .medium, documentation: documentation, group: "Table", order: order, width: .medium,
            displayName: displayName)
    }

    private static func router(
        _ name: String, _ standard: String, _ order: Int, _ importance: ConfigDef.Importance, _ displayName: String,
        _ documentation: String, validator: ConfigDef.Validator? = nil
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .string, default: .value(.string(standard)), validator: validator, importance: importance,
            documentation: documentation, group: "Router", order: order, width: .medium, displayName: displayName)
    }

    private static func boolean(
        _ name: String, _ group: String, _ order: Int, _ importance: ConfigDef.Importance, _ displayName: String,
        _ documentation: String
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .boolean, default: false, importance: importance, documentation: documentation, group: group,
            order: order, width: .medium, displayName: displayName)
    }

    private static func tracing(
        _ name: String, _ standard: String, _ order: Int, _ displayName: String
    ) -> ConfigDef.Key {
        ConfigDef.Key(
            name, .string, default: .value(.string(standard)), importance: .high, documentation: notTraced,
            group: "Tracing", order: order, width: .medium, displayName: displayName)
    }

    private static let regexProblem: @Sendable (ConfigDef.Value) -> String? = { value in
        do throws(JavaRegexError) {
            _ = try JavaRegex(value.string ?? "")
            return nil
        } catch {
            return "A valid regular expressions is expected, but \(error.description)"
        }
    }
}
