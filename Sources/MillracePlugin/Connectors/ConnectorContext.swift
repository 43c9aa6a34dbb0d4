public import CMillrace
public import ConnectData

/// What a running connector may ask of the host. Valid from `start` until `stop` has returned.
public struct ConnectorContext: OffsetReader, @unchecked Sendable {  // Sound: the ABI lets any thread call these.
    private let pointer: UnsafePointer<millrace_connector_context>

    init(_ pointer: UnsafePointer<millrace_connector_context>) {
        self.pointer = pointer
    }

    /// Asks for `taskConfigs` to be called again, soon. Any thread.
    public func requestTaskReconfiguration() {
        pointer.pointee.request_task_reconfiguration?(pointer.pointee.context)
    }

    /// Fails the connector, as Connect's `raiseError` does. Any thread.
    public func raiseError(_ error: any Error) {
        var message = ConnectError(describing: error).message
        message.withUTF8 {
            pointer.pointee.raise_error?(pointer.pointee.context, Text(UnsafeRawBufferPointer($0)))
        }
    }

    /// For source connectors, on the connector's thread: see ``OffsetReader/offset(of:)``.
    public func readOffsets(
        _ partitions: UnsafePointer<Value>, count: UInt32, into memory: RecordMemory,
        _ offsets: UnsafeMutablePointer<Value>, _ error: UnsafeMutablePointer<millrace_error>
    ) -> millrace_status? {
        pointer.pointee.read_offsets?(pointer.pointee.context, partitions, count, memory.pointer, offsets, error)
    }
}
