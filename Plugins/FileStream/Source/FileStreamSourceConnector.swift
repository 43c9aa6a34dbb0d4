public import MillracePlugin

/// Connect's own file source: each line of a file, or of the standard input, becomes a record.
public final class FileStreamSourceConnector: ExactlyOnceSource, OffsetAlteringSource {
    /// Its one task.
    public typealias Task = FileStreamSourceTask

    /// Connect's name for it.
    public static let className = "org.apache.kafka.connect.file.FileStreamSourceConnector"
    /// The version.
    public static var version: String { FileConfig.version }
    /// What it does.
    public static let documentation = "Reads a file, or the standard input, line by line into a topic."

    static let topicKey = "topic"
    static let batchSizeKey = "batch.size"

    /// The keys of Connect's own source.
    public static let config = ConfigDef([
        .init(
            FileConfig.fileKey, .string, default: .null, importance: .high,
            documentation: "Source filename. If not specified, the standard input will be used"),
        .init(
            topicKey, .string, validator: .nonEmpty, importance: .high,
            documentation: "The topic to publish data to"),
        .init(
            batchSizeKey, .int, default: 2000, importance: .low,
            documentation: "The maximum number of records the source task can read from the file each time it is polled"
        ),
    ])

    private var properties: [String: String] = [:]

    /// Makes an instance that is not started.
    public init() {}

    /// Checks the configuration.
    public func start(_ properties: [String: String], _ context: ConnectorContext) throws {
        self.properties = properties
        let path = FileConfig.path(try Self.config.parse(properties))
        Log.info("Starting file source connector reading from \(path ?? "standard input")")
    }

    /// One task, however many are allowed: there is one stream to read.
    public func taskConfigs(maxTasks: Int) throws -> [[String: String]] {
        [properties]
    }

    /// Supported for a file that is only appended to; not for the standard input, which has no offsets.
    public func supportsExactlyOnce(_ properties: [String: String]) throws -> Bool {
        FileConfig.path(try Self.config.parse(properties)) != nil
    }

    /// Refuses what no file can have as an offset. Resets pass, whatever their partition is.
    public func alterOffsets(_ properties: [String: String], _ offsets: [AlteredOffset]) throws -> Bool {
        guard FileConfig.path(try Self.config.parse(properties)) != nil else {
            throw ConnectError(
                .fatal,
                "Offsets cannot be modified if the '\(FileConfig.fileKey)' configuration is unspecified. "
                    + "This is because stdin is used for input and offsets are not tracked.")
        }
        for altered in offsets {
            guard let offset = altered.offset else { continue }
            try check(offset)
            guard let partition = altered.partition else {
                throw ConnectError(.fatal, "Partition objects cannot be null")
            }
            guard partition[SourceOffset.filenameField] != nil else {
                throw ConnectError(
                    .fatal, "Partition objects should contain the key '\(SourceOffset.filenameField)'")
            }
        }
        return true
    }

    private func check(_ offset: OffsetMap) throws(ConnectError) {
        let field = SourceOffset.positionField
        guard let value = offset[field] else {
            throw ConnectError(.fatal, "Offset objects should either be null or contain the key '\(field)'")
        }
        guard let position = value.integer else {
            throw ConnectError(
                .fatal, "The value for the '\(field)' key in the offset is expected to be a Long value")
        }
        guard position >= 0 else {
            throw ConnectError(
                .fatal, "The value for the '\(field)' key in the offset should be a non-negative value")
        }
    }
}
