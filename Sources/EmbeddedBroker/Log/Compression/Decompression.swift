import KafkaProtocol
import NIOCore

/// Decompresses the records of batches. Nothing is set up before it is needed, and nothing is kept.
enum Decompression {
    /// The most bytes that one batch may become: far more than producers put into a batch of `max.message.bytes`, and
    /// little enough for one that was made to fill the memory.
    static let limit = 64 << 20

    /// The bytes as they were before the compression, or an error that says why they cannot be had.
    static func decompress(
        _ bytes: ByteBuffer, _ type: CompressionType, limit: Int = limit
    ) throws(BatchError) -> ByteBuffer {
        var output = ByteBuffer()
        let fault = bytes.withUnsafeReadableBytes { input -> DecompressionFault? in
            switch type {
            case .none: output = bytes
            case .gzip: return decompress(input, with: GzipStream(), into: &output, limit)
            case .snappy: return Snappy.decompress(input, into: &output, limit)
            case .lz4: return decompress(input, with: LZ4Stream(), into: &output, limit)
            case .zstd: return decompress(input, with: ZstdStream(), into: &output, limit)
            }
            return nil
        }
        switch fault {
        case .none: return output
        case .malformed: throw BatchError(.invalidRecord, "Records that should be compressed with \(type) are not.")
        case .tooLarge: throw BatchError(.messageTooLarge, "A batch's records have over \(limit) bytes uncompressed.")
        }
    }

    private static func decompress(
        _ input: UnsafeRawBufferPointer, with stream: consuming some DecompressionStream & ~Copyable,
        into output: inout ByteBuffer,
        _ limit: Int
    ) -> DecompressionFault? {
        var rest = input
        var isComplete = false
        var room = min(limit + 1, max(4 * input.count, 1024))
        while !rest.isEmpty || !isComplete {
            var step: DecompressionStep?
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { space in
                step = stream.step(rest, UnsafeMutableRawBufferPointer(rebasing: space.prefix(room)))
                return step?.written ?? 0
            }
            guard let step, step.read + step.written > 0 || step.isComplete else { return .malformed }
            guard output.readableBytes <= limit else { return .tooLarge }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(step.read))
            isComplete = step.isComplete
            room = min(limit + 1 - output.readableBytes, max(output.readableBytes, 1024))
        }
        return nil
    }
}

/// Why bytes cannot be decompressed.
enum DecompressionFault {
    case malformed
    /// They become more than the limit.
    case tooLarge
}

/// How far one call of a library came.
struct DecompressionStep {
    var read: Int
    var written: Int
    /// Whether what was read so far is whole: more may follow, but need not.
    var isComplete: Bool
}

/// A library's state while it decompresses one batch.
protocol DecompressionStream: ~Copyable {
    /// Reads and writes what it can; nil if the bytes are malformed.
    mutating func step(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecompressionStep?
}
