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
        case .validated(let request, let errors):
            writer.write(UInt8(12))
            writer.write(request)
            writer.write(errors)
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
        case 12: self = .validated(request: try reader.read(), errors: try reader.read())
        case 13: self = .scanned(try reader.read())
        case 14: self = .rejected(reason: try reader.read())
        case 15: self = .joinedGroup(group: try reader.read(), member: try reader.read())
        case let kind: throw WireError(description: "control message of unknown kind \(kind)")
        }
        try reader.expectEnd()
    }
}

extension ConfigComplaint: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(message)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(name: try reader.read(), message: try reader.read())
    }
}

extension PluginDescription: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(kind.rawValue)
        writer.write(className)
        writer.write(version)
        writer.write(documentation)
        writer.write(aliases)
        writer.write(keys)
    }

    init(from reader: inout WireReader) throws(WireError) {
        let number = try reader.read(UInt8.self)
        guard let kind = Kind(rawValue: number) else {
            throw WireError(description: "plugin of unknown kind \(number)")
        }
        self.init(
            kind: kind, className: try reader.read(), version: try reader.read(), documentation: try reader.read(),
            aliases: try reader.read(), keys: try reader.read())
    }
}

extension PluginConfigKey: WireCodable {
    func write(to writer: inout WireWriter) {
        writer.write(name)
        writer.write(type)
        writer.write(importance)
        writer.write(width)
        writer.write(flags)
        writer.write(defaultValue)
        writer.write(documentation)
        writer.write(group)
        writer.write(displayName)
        writer.write(orderInGroup)
        writer.write(dependents)
    }

    init(from reader: inout WireReader) throws(WireError) {
        self.init(
            name: try reader.read(), type: try reader.read(), importance: try reader.read(),
            width: try reader.read(), flags: try reader.read(), defaultValue: try reader.read(),
            documentation: try reader.read(), group: try reader.read(), displayName: try reader.read(),
            orderInGroup: try reader.read(), dependents: try reader.read())
    }
}
