extension FromProcess {
    /// The message as a control frame.
    public var frame: [UInt8] {
        var writer = WireWriter()
        switch self {
        case .started(let version):
            writer.write(UInt8(1))
            writer.write(version)
        case .paused: writer.write(UInt8(2))
        case .resumed: writer.write(UInt8(3))
        case .failed(let trace, let restart):
            writer.write(UInt8(4))
            writer.write(trace)
            writer.write(restart)
        case .stopped: writer.write(UInt8(5))
        case .taskConfigs(let request, let configs):
            writer.write(UInt8(6))
            writer.write(request)
            writer.write(configs)
        case .offsetsAltered(let request, let accepted):
            writer.write(UInt8(7))
            writer.write(request)
            writer.write(accepted)
        case .reconfigureTasks: writer.write(UInt8(8))
        case .requestFailed(let request, let message):
            writer.write(UInt8(9))
            writer.write(request)
            writer.write(message)
        case .readOffsets(let request, let partitions):
            writer.write(UInt8(10))
            writer.write(request)
            writer.write(partitions)
        case .commitOffsets(let request, let offsets):
            writer.write(UInt8(11))
            writer.write(request)
            writer.write(offsets)
        case .validated(let request, let results):
            writer.write(UInt8(12))
            writer.write(request)
            writer.write(results)
        case .scanned(let plugins):
            writer.write(UInt8(13))
            writer.write(plugins)
        case .rejected(let reason):
            writer.write(UInt8(14))
            writer.write(reason)
        case .joinedGroup(let group, let member):
            writer.write(UInt8(15))
            writer.write(group)
            writer.write(member)
        case .provided(let request, let values, let lifetime):
            writer.write(UInt8(16))
            writer.write(request)
            writer.write(values)
            writer.write(lifetime)
        }
        return writer.bytes
    }

    /// Reads a control frame that `frame` made.
    public init(frame: [UInt8]) throws(WireError) {
        var reader = WireReader(frame)
        switch try reader.read(UInt8.self) {
        case 1: self = .started(version: try reader.read())
        case 2: self = .paused
        case 3: self = .resumed
        case 4: self = .failed(trace: try reader.read(), restart: try reader.read())
        case 5: self = .stopped
        case 6: self = .taskConfigs(request: try reader.read(), configs: try reader.read())
        case 7: self = .offsetsAltered(request: try reader.read(), accepted: try reader.read())
        case 8: self = .reconfigureTasks
        case 9: self = .requestFailed(request: try reader.read(), message: try reader.read())
        case 10: self = .readOffsets(request: try reader.read(), partitions: try reader.read())
        case 11: self = .commitOffsets(request: try reader.read(), offsets: try reader.read())
        case 12: self = .validated(request: try reader.read(), results: try reader.read())
        case 13: self = .scanned(try reader.read())
        case 14: self = .rejected(reason: try reader.read())
        case 15: self = .joinedGroup(group: try reader.read(), member: try reader.read())
        case 16:
            self = .provided(request: try reader.read(), values: try reader.read(), lifetime: try reader.read())
        case let kind: throw WireError(description: "control message of unknown kind \(kind)")
        }
        try reader.expectEnd()
    }
}
