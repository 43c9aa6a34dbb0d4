public import MillracePlugin

/// Appends the values of records to a file, or to the standard output.
///
/// All records of a `put` are with the operating system when it returns, so that a task that is killed then loses none,
/// and what an offset was committed for is in the file.
public final class FileStreamSinkTask: SinkTask {
    /// Connect's name for it.
    public static let className = "org.apache.kafka.connect.file.FileStreamSinkTask"

    private var output: OutputFile?
    private var lines = OutputBuffer(capacity: 64 * 1024)

    /// Makes an instance that is not started.
    public init() {}

    /// Opens the file, and makes it if there is none.
    public func start(_ properties: [String: String], _ context: SinkTaskContext) throws {
        if let path = FileConfig.path(try FileStreamSinkConnector.config.parse(properties)) {
            output = try OutputFile(path: path)
        } else {
            output = OutputFile()
        }
    }

    /// Writes a line for each record.
    public func put(_ records: SinkRecords) throws {
        lines.truncate()
        for record in records {
            appendLine(record.value, record.valueSchema)
        }
        try output?.append(lines.bytes)
    }

    /// The value's text. Bytes stand as they are, where Java would write an object's identity.
    private func appendLine(_ value: Value, _ schema: Schema?) {
        if value.valueType == .bytes, schema?.decimalScale == nil {
            lines.append(value.rawBytes)
        } else {
            lines.appendText(of: value, schema: schema)
        }
        lines.append(UInt8(ascii: "\n"))
    }

    /// Closes the file.
    public func stop() throws {
        output = nil
    }
}
