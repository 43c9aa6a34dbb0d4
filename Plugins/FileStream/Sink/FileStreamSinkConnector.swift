public import MillracePlugin

/// Connect's own file sink: each record's value becomes a line of a file, or of the standard output.
public final class FileStreamSinkConnector: OffsetAlteringSink {
    /// Its tasks.
    public typealias Task = FileStreamSinkTask

    /// Connect's name for it.
    public static let className = "org.apache.kafka.connect.file.FileStreamSinkConnector"
    /// The version.
    public static var version: String { FileConfig.version }
    /// What it does.
    public static let documentation = "Writes the values of records to a file, or to the standard output, one a line."

    /// The key of Connect's own sink.
    public static let config = ConfigDef([
        .init(
            FileConfig.fileKey, .string, default: .null, importance: .high,
            documentation: "Destination filename. If not specified, the standard output will be used")
    ])

    private var properties: [String: String] = [:]

    /// Makes an instance that is not started.
    public init() {}

    /// Checks the configuration.
    public func start(_ properties: [String: String], _ context: ConnectorContext) throws {
        self.properties = properties
        let path = FileConfig.path(try Self.config.parse(properties))
        Log.info("Starting file sink connector writing to \(path ?? "standard output")")
    }

    /// As many tasks as are allowed, which append to one file.
    public func taskConfigs(maxTasks: Int) throws -> [[String: String]] {
        Array(repeating: properties, count: maxTasks)
    }

    /// Every offset will do: the offsets are Kafka's own.
    public func alterOffsets(_ properties: [String: String], _ offsets: [TopicPartition: Int64?]) throws -> Bool {
        true
    }
}
