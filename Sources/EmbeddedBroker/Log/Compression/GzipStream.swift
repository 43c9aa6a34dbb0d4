import CCodecs

/// One or more gzip members, with zlib.
struct GzipStream: ~Copyable, DecompressionStream {
    /// zlib's state points back at this struct, which therefore stays where it is.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isReady: Bool

    init() {
        stream.initialize(to: z_stream())
        isReady = millrace_inflate_init(stream) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    mutating func step(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecompressionStep? {
        guard isReady else { return nil }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let result = inflate(stream, Z_NO_FLUSH)
        guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return nil }
        if result == Z_STREAM_END { inflateReset(stream) }
        return DecompressionStep(
            read: min(input.count, Int(UInt32.max)) - Int(stream.pointee.avail_in),
            written: min(output.count, Int(UInt32.max)) - Int(stream.pointee.avail_out),
            isComplete: result == Z_STREAM_END)
    }
}
