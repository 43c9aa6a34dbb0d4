public import CMillrace

/// Connect's `Values.parseString`: text as what it shows, which is what ``OutputBuffer/appendLiteral(_:schema:embedded:)``
/// writes and more: null, booleans, numbers in the narrowest type that holds them, dates, times and timestamps of
/// ISO 8601, arrays and maps of all that with the schema that their elements have in common; else a string.
///
/// Where Connect reads only the beginning of a text (`1,2` as 1), the whole is a string here. One thread at a time; in the
/// steady state nothing is allocated but the batch's memory.
public final class ValuesParser {
    /// How many containers may be open at once.
    public static let maximumDepth = 1000

    private let schemas: ValuesSchemas
    private var reader: ValuesReader

    /// Makes a parser with the schemas that values have.
    public init() throws(ConnectError) {
        schemas = try ValuesSchemas()
        reader = ValuesReader()
    }

    /// The value that a text shows, and its schema, which the batch holds; neither for `null`.
    ///
    /// An array or map whose elements have no schema in common has a schema without one for them.
    ///
    /// - Parameter text: UTF-8 that lives as long as the batch; strings are not copied.
    /// - Throws: `.badData` for more than ``maximumDepth`` containers within one another, which end Connect's worker thread.
    public func parse(
        _ text: UnsafeRawBufferPointer, in batch: Batch
    ) throws(ConnectError) -> (schema: Schema?, value: Value) {
        let found = try reader.read(text, schemas, in: batch)
        if let schema = found.schema { batch.hold(schema) }
        return (found.schema, found.value)
    }
}

/// A value in the making: as data without a schema has it, so that it tells its type by itself.
struct ParsedValue {
    var schema: Schema?
    var value: Value

    static var null: ParsedValue { ParsedValue(schema: nil, value: .null) }
}
