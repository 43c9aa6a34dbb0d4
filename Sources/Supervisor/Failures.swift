/// A frame that was not taken for sending.
public enum SendFailure: Error, Equatable, CustomStringConvertible {
    /// The frame is above the protocol's limit of 64 MiB.
    case tooLarge(bytes: Int)
    /// The process does not read: this many bytes wait already.
    case queueFull(bytes: Int)
    /// The process has ended or has closed its control channel.
    case closed

    /// What was wrong.
    public var description: String {
        switch self {
        case .tooLarge(let bytes): "a control message of \(bytes) bytes is above the limit of 64 MiB"
        case .queueFull(let bytes): "the plugin process does not read: \(bytes) bytes wait for it"
        case .closed: "the plugin process has ended or has closed its control channel"
        }
    }
}

/// A plugin process that could not be started.
public struct SpawnFailure: Error, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public let description: String
}
