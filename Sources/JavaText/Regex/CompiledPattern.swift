internal import CPCRE2

/// A pattern as PCRE2 has compiled it, with the memory of its matches. One thread at a time.
struct CompiledPattern: ~Copyable {
    private let code: OpaquePointer
    private let matchData: OpaquePointer
    private let matchContext: OpaquePointer

    /// After so many steps a match is given up: a tenth of a second or so, where Java would go on for years.
    static let stepLimit: UInt32 = 10_000_000

    /// In KiB; PCRE2's own limit is 20 GB.
    static let memoryLimit: UInt32 = 256 << 10

    /// Where a match failed other than by not matching.
    struct Failure: Error {
        let code: Int32
        var isStepLimit: Bool { code == PCRE2_ERROR_MATCHLIMIT }
        var text: String { CompiledPattern.message(code) }
    }

    /// - Parameter wholly: whether only the whole text can match.
    /// - Throws: a failure with PCRE2's code.
    init(_ pattern: String, wholly: Bool) throws(Failure) {
        var options = PCRE2_UTF | UInt32(PCRE2_DOTALL)
        if wholly { options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED }
        let compiled = Self.compile(pattern, options)
        guard let code = compiled.code else { throw Failure(code: compiled.error) }
        guard let matchData = pcre2_match_data_create_from_pattern_8(code, nil) else {
            pcre2_code_free_8(code)
            throw Failure(code: PCRE2_ERROR_NOMEMORY)
        }
        guard let matchContext = pcre2_match_context_create_8(nil) else {
            pcre2_match_data_free_8(matchData)
            pcre2_code_free_8(code)
            throw Failure(code: PCRE2_ERROR_NOMEMORY)
        }
        pcre2_set_match_limit_8(matchContext, Self.stepLimit)
        pcre2_set_heap_limit_8(matchContext, Self.memoryLimit)
        // Where memory must not be executable PCRE2 interprets.
        _ = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
        self.code = code
        self.matchData = matchData
        self.matchContext = matchContext
    }

    deinit {
        pcre2_match_context_free_8(matchContext)
        pcre2_match_data_free_8(matchData)
        pcre2_code_free_8(code)
    }

    /// Looks for the first match; what is not UTF-8 is a failure.
    func match(_ text: UnsafeRawBufferPointer) throws(Failure) -> Bool {
        var result = run(text, options: 0)
        // The stack of compiled patterns is small, the interpreter's is not.
        if result == PCRE2_ERROR_JIT_STACKLIMIT { result = run(text, options: PCRE2_NO_JIT) }
        if result == PCRE2_ERROR_NOMATCH { return false }
        guard result > 0 else { throw Failure(code: result) }
        return true
    }

    /// What a group of the last match stands for, as offsets into the text; nil if it took no part.
    func group(_ number: Int) -> Range<Int>? {
        guard let offsets = pcre2_get_ovector_pointer_8(matchData) else { return nil }
        let (start, end) = (offsets[2 * number], offsets[2 * number + 1])
        return start <= end && start != Int.max && start != -1 ? Int(start)..<Int(end) : nil
    }

    /// Whether PCRE2 takes a pattern.
    static func compiles(_ pattern: String) -> Bool {
        let compiled = compile(pattern, PCRE2_UTF)
        pcre2_code_free_8(compiled.code)
        return compiled.code != nil
    }

    private func run(_ text: UnsafeRawBufferPointer, options: UInt32) -> Int32 {
        // An empty text may be without an address.
        guard let base = text.baseAddress else {
            return withUnsafeBytes(of: UInt8(0)) {
                pcre2_match_8(
                    code, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), 0, 0, options, matchData, matchContext)
            }
        }
        return pcre2_match_8(
            code, base.assumingMemoryBound(to: UInt8.self), text.count, 0, options, matchData, matchContext)
    }

    private static func compile(_ pattern: String, _ options: UInt32) -> (code: OpaquePointer?, error: Int32) {
        var pattern = pattern
        return pattern.withUTF8 { bytes in
            var error: Int32 = 0
            var offset = 0
            return (pcre2_compile_8(bytes.baseAddress, bytes.count, options, &error, &offset, nil), error)
        }
    }

    private static func message(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let length = pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
            return String(decoding: buffer.prefix(max(Int(length), 0)), as: UTF8.self)
        }
    }
}
