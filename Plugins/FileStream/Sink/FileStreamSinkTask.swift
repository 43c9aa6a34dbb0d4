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
            lines.appendText(of: record.value, schema: record.valueSchema)
            lines.append(UInt8(ascii: "\n"))
        }
        try output?.append(lines.bytes)
    }

    /// Closes the file.
    public func stop() throws {
        output = nil
    }
}
