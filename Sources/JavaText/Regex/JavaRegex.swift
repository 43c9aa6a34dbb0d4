/// A regular expression in the dialect of Java 17's `java.util.regex.Pattern`, matched by PCRE2 on UTF-8 in place.
///
/// Matches allocate nothing. A match that takes more than ten million steps is an error, where Java would go on. One
/// instance serves one thread.
public final class JavaRegex {
    /// The expression as it was written.
    public let pattern: String
    /// How many groups capture, without the whole match.
    public let groupCount: Int
    let groupNames: [String: Int]
    private let wholly: CompiledPattern
    private let anywhere: CompiledPattern

    /// Compiles a pattern.
    ///
    /// - Throws: what is wrong and where, in Java's words where Java refuses it too; constructs that PCRE2 cannot honour
    ///   are refused by name.
    public init(_ pattern: String) throws(JavaRegexError) {
        self.pattern = pattern
        var parser = try PatternParser(pattern)
        let node = try parser.parse()
        groupCount = parser.groupCount
        groupNames = parser.groupNames
        let text = PatternWriter(groupCount: groupCount).text(of: node)
        do {
            wholly = try CompiledPattern(text, wholly: true)
            anywhere = try CompiledPattern(text, wholly: false)
        } catch {
            throw JavaRegexError("Not supported: \(error.text)", pattern: pattern, index: -1)
        }
    }

    /// Whether the expression matches the whole text, as Java's `matches()`; the text is UTF-8.
    public func wholeMatch(_ text: UnsafeRawBufferPointer) throws(JavaRegexError) -> Bool {
        do {
            return try wholly.match(text)
        } catch {
            throw failure(error)
        }
    }

    /// Whether the expression matches the whole text, as Java's `matches()`.
    public func wholeMatch(_ text: String) throws(JavaRegexError) -> Bool {
        var text = text
        var result = Result<Bool, JavaRegexError>.success(false)
        text.withUTF8 { bytes in
            result = Result { () throws(JavaRegexError) in try wholeMatch(UnsafeRawBufferPointer(bytes)) }
        }
        return try result.get()
    }

    /// Writes the text with the first match replaced, wherever it stands, as Java's `replaceFirst`.
    ///
    /// - Parameter write: takes the result piece by piece; a piece is valid during the call.
    /// - Returns: whether there was a match; without one nothing is written.
    public func replaceFirst(
        in text: UnsafeRawBufferPointer, with replacement: JavaReplacement, write: (UnsafeRawBufferPointer) -> Void
    ) throws(JavaRegexError) -> Bool {
        let matches: Bool
        do {
            matches = try anywhere.match(text)
        } catch {
            throw failure(error)
        }
        guard matches, let range = anywhere.group(0) else { return false }
        write(UnsafeRawBufferPointer(rebasing: text[..<range.lowerBound]))
        replacement.forEachPart { part in
            switch part {
            case .text(let bytes): write(bytes)
            case .group(let number):
                if let range = anywhere.group(number) { write(UnsafeRawBufferPointer(rebasing: text[range])) }
            }
        }
        write(UnsafeRawBufferPointer(rebasing: text[range.upperBound...]))
        return true
    }

    private func failure(_ failure: CompiledPattern.Failure) -> JavaRegexError {
        guard failure.isStepLimit else { return JavaRegexError("'\(pattern)' cannot be matched: \(failure.text)") }
        return JavaRegexError(
            "'\(pattern)' needs more than \(CompiledPattern.stepLimit) steps for one text and was given up; rewrite it without nested repetitions"
        )
    }
}
