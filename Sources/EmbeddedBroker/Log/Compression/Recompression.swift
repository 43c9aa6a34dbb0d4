import CCodecs
import NIOCore

/// Compresses the records of batches that compaction has rewritten, with the codec that their producer chose.
enum Recompression {
    /// nil if it cannot be done, or gains nothing.
    static func compress(_ records: ByteBuffer, _ type: CompressionType) -> ByteBuffer? {
        var output = ByteBuffer()
        records.withUnsafeReadableBytes { input in
            let bound = bound(input.count, type)
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { space in
                compress(input, type, into: space) ?? 0
            }
        }
        return output.readableBytes > 0 && output.readableBytes < records.readableBytes ? output : nil
    }

    private static func bound(_ count: Int, _ type: CompressionType) -> Int {
        switch type {
        case .none: 0
        // What the header and the trailer of gzip have more than those of zlib.
        case .gzip: Int(compressBound(uLong(count))) + 12
        case .snappy: snappy_max_compressed_length(count)
        case .lz4: withPreferences { LZ4F_compressFrameBound(count, $0) }
        case .zstd: ZSTD_compressBound(count)
        }
    }

    private static func compress(
        _ input: UnsafeRawBufferPointer, _ type: CompressionType, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        switch type {
        case .none: return nil
        case .gzip: return gzip(input, into: output)
        case .snappy:
            var written = output.count
            let status = snappy_compress(
                input.assumingMemoryBound(to: CChar.self).baseAddress, input.count,
                output.assumingMemoryBound(to: CChar.self).baseAddress, &written)
            return status == SNAPPY_OK ? written : nil
        case .lz4:
            let written = withPreferences {
                LZ4F_compressFrame(output.baseAddress, output.count, input.baseAddress, input.count, $0)
            }
            return LZ4F_isError(written) == 0 ? written : nil
        case .zstd:
            let written = ZSTD_compress(
                output.baseAddress, output.count, input.baseAddress, input.count, Int32(ZSTD_CLEVEL_DEFAULT))
            return ZSTD_isError(written) == 0 ? written : nil
        }
    }

    /// Kafka's Java client reads no blocks that depend on one another.
    private static func withPreferences<Result>(_ body: (UnsafePointer<LZ4F_preferences_t>) -> Result) -> Result {
        var preferences = LZ4F_preferences_t()
        preferences.frameInfo.blockMode = LZ4F_blockIndependent
        return withUnsafePointer(to: preferences, body)
    }

    private static func gzip(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
        var stream = z_stream()
        return withUnsafeMutablePointer(to: &stream) { stream in
            guard millrace_deflate_init(stream) == Z_OK else { return nil }
            defer { deflateEnd(stream) }
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(clamping: input.count)
            stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(clamping: output.count)
            return deflate(stream, Z_FINISH) == Z_STREAM_END ? output.count - Int(stream.pointee.avail_out) : nil
        }
    }
}
