public import CMillrace
public import ConnectData

/// Reads committed source offsets on behalf of a plugin.
public protocol SourceOffsetReader: AnyObject {
    /// The last committed offset of each partition: a map, with everything that it points to in `memory`, or null.
    ///
    /// Called on the thread that runs the plugin; may block until the offset store answers. Each partition is a map, but
    /// what it holds is the plugin's word and not checked.
    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError)
}

/// What the `context` of a plugin's context table points to.
class OffsetContext {
    private let reader: any SourceOffsetReader

    init(_ reader: any SourceOffsetReader) {
        self.reader = reader
    }

    final var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    fileprivate final func read(
        _ partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        for (index, partition) in partitions.enumerated() where partition.valueType != .map {
            throw ConnectError(.badData, "Source partition \(index), whose offset was asked for, is not a map")
        }
        try reader.readOffsets(of: partitions, into: offsets, memory: memory)
    }
}

/// `read_offsets` of the context tables.
func readOffsets(
    _ context: UnsafeMutableRawPointer?, _ partitions: UnsafePointer<millrace_value>?, _ count: UInt32,
    _ memory: UnsafeMutablePointer<millrace_batch>?, _ offsets: UnsafeMutablePointer<millrace_value>?,
    _ failure: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    do throws(ConnectError) {
        guard count > 0 else { return 0 }
        guard let context, let partitions, let memory, let offsets else {
            throw ConnectError(.fatal, "read_offsets was called with a NULL pointer")
        }
        let results = UnsafeMutableBufferPointer(start: offsets, count: Int(count))
        results.initialize(repeating: .null)
        try Unmanaged<OffsetContext>.fromOpaque(context).takeUnretainedValue().read(
            UnsafeBufferPointer(start: partitions, count: Int(count)), into: results,
            memory: Batch.object(of: memory))
        return 0
    } catch {
        return error.write(to: failure)
    }
}
