import CCodecs
import NIOCore

/// Snappy as Java's producers frame it (xerial's: a header, then blocks with their lengths) and as librdkafka does (one
/// block and nothing else).
enum Snappy {
    /// What Java's framing begins with; two version numbers follow.
    private static let magic: [UInt8] = [0x82] + Array("SNAPPY".utf8) + [0]
    private static let headerSize = 16

    static func decompress(
        _ input: UnsafeRawBufferPointer, into output: inout ByteBuffer, _ limit: Int
    ) -> DecompressionFault? {
        guard input.count >= headerSize, input.starts(with: magic) else { return block(input, into: &output, limit) }
        var rest = input.dropFirst(headerSize)
        while !rest.isEmpty {
            guard rest.count >= 4 else { return .malformed }
            let length = Int(Int32(bigEndian: UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(as: Int32.self)))
            rest = rest.dropFirst(4)
            guard length >= 0, length <= rest.count else { return .malformed }
            let next = UnsafeRawBufferPointer(rebasing: rest.prefix(length))
            if let fault = block(next, into: &output, limit) { return fault }
            rest = rest.dropFirst(length)
        }
        return nil
    }

    private static func block(
        _ input: UnsafeRawBufferPointer, into output: inout ByteBuffer, _ limit: Int
    ) -> DecompressionFault? {
        let bytes = input.assumingMemoryBound(to: CChar.self).baseAddress
        var length = 0
        guard snappy_uncompressed_length(bytes, input.count, &length) == SNAPPY_OK else { return .malformed }
        guard length <= limit - output.readableBytes else { return .tooLarge }
        var status = SNAPPY_OK
        output.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { space in
            var written = space.count
            status = snappy_uncompress(
                bytes, input.count, space.assumingMemoryBound(to: CChar.self).baseAddress, &written)
            return status == SNAPPY_OK ? written : 0
        }
        return status == SNAPPY_OK ? nil : .malformed
    }
}
