internal import ConnectData
internal import PluginHost

/// Reads committed source offsets from the daemon's store.
final class OffsetReader: SourceOffsetReader {
    private let control: TaskControl

    init(_ control: TaskControl) {
        self.control = control
    }

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        guard let found = control.readOffsets(partitions.map(OffsetJSON.bytes)) else {
            throw ConnectError(.retriable, "The task is to end while it reads its offsets")
        }
        for (index, json) in found.prefix(offsets.count).enumerated() {
            guard let json else { continue }
            offsets[index] = try OffsetJSON.value(of: json, in: memory)
        }
    }
}
