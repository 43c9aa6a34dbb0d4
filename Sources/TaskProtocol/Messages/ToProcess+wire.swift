extension ToProcess {
    /// The message as a control frame.
    public var frame: [UInt8] {
        var writer = WireWriter()
        switch self {
        case .start(let start):
            writer.write(UInt8(1))
            writer.write(start)
        case .pause: writer.write(UInt8(2))
        case .resume: writer.write(UInt8(3))
        case .stop: writer.write(UInt8(4))
        case .taskConfigs(let request, let maxTasks):
            writer.write(UInt8(5))
            writer.write(request)
            writer.write(maxTasks)
        case .alterOffsets(let request, let offsets):
            writer.write(UInt8(6))
            writer.write(request)
            writer.write(offsets)
        case .offsets(let request, let offsets):
            writer.write(UInt8(7))
            writer.write(request)
            writer.write(offsets)
        case .offsetsCommitted(let request, let error):
            writer.write(UInt8(8))
            writer.write(request)
            writer.write(error)
        case .validate(let request, let targets):
            writer.write(UInt8(9))
            writer.write(request)
            writer.write(targets)
        case .provide(let request, let path, let keys):
            writer.write(UInt8(10))
            writer.write(request)
            writer.write(path)
            writer.write(keys)
        }
        return writer.bytes
    }

    /// Reads a control frame that `frame` made.
    public init(frame: [UInt8]) throws(WireError) {
        var reader = WireReader(frame)
        switch try reader.read(UInt8.self) {
        case 1: self = .start(try reader.read())
        case 2: self = .pause
        case 3: self = .resume
        case 4: self = .stop
        case 5: self = .taskConfigs(request: try reader.read(), maxTasks: try reader.read())
        case 6: self = .alterOffsets(request: try reader.read(), offsets: try reader.read())
        case 7: self = .offsets(request: try reader.read(), offsets: try reader.read())
        case 8: self = .offsetsCommitted(request: try reader.read(), error: try reader.read())
        case 9: self = .validate(request: try reader.read(), targets: try reader.read())
        case 10: self = .provide(request: try reader.read(), path: try reader.read(), keys: try reader.read())
        case let kind: throw WireError(description: "control message of unknown kind \(kind)")
        }
        try reader.expectEnd()
    }
}

extension WireReader {
    /// A frame that goes on after its message was not written by this build.
    func expectEnd() throws(WireError) {
        guard isAtEnd else { throw WireError(description: "control frame goes on after its message") }
    }
}

extension SourceOffset: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(partition)
        writer.write(offset)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(partition: try reader.read(), offset: try reader.read())
    }
}

extension ProcessStart: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(connector)
        writer.write(task)
        writer.write(pluginFile)
        writer.write(className)
        writer.write(config)
        writer.write(connectorConfig)
        writer.write(workerConfig)
        writer.write(otherPlugins)
        writer.write(secrets)
        writer.write(paused)
        writer.write(workerID)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(
            connector: try reader.read(), task: try reader.read(), pluginFile: try reader.read(),
            className: try reader.read(), config: try reader.read(), connectorConfig: try reader.read(),
            workerConfig: try reader.read(), otherPlugins: try reader.read(), secrets: try reader.read(),
            paused: try reader.read(),
            workerID: try reader.read())
    }
}
