import CCodecs

/// One or more LZ4 frames.
struct LZ4Stream: ~Copyable, DecompressionStream {
    private var context: OpaquePointer?

    init() {
        if LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) != 0 { context = nil }
    }

    deinit {
        LZ4F_freeDecompressionContext(context)
    }

    mutating func step(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecompressionStep? {
        guard context != nil else { return nil }
        var (read, written) = (input.count, output.count)
        let hint = LZ4F_decompress(context, output.baseAddress, &written, input.baseAddress, &read, nil)
        guard LZ4F_isError(hint) == 0 else { return nil }
        return DecompressionStep(read: read, written: written, isComplete: hint == 0)
    }
}
