import CCodecs

/// One or more zstd frames.
struct ZstdStream: ~Copyable, DecompressionStream {
    private let context = ZSTD_createDStream()

    deinit {
        ZSTD_freeDStream(context)
    }

    mutating func step(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecompressionStep? {
        guard context != nil else { return nil }
        var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let hint = ZSTD_decompressStream(context, &to, &from)
        guard ZSTD_isError(hint) == 0 else { return nil }
        return DecompressionStep(read: from.pos, written: to.pos, isComplete: hint == 0)
    }
}
