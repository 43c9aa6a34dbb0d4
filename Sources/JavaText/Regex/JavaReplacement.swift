/// A replacement in the syntax of Java's `Matcher.replaceFirst`: `$1`, `${name}`, and `\` before what stands for itself.
public struct JavaReplacement {
    enum Part {
        case text(UnsafeRawBufferPointer)
        case group(Int)
    }

    private enum Step {
        case text(Range<Int>)
        case group(Int)
    }

    private var text: [UInt8] = []
    private var steps: [Step] = []

    /// Reads a replacement for the matches of `regex`.
    ///
    /// - Throws: what Java says when it replaces: "No group 3", "Illegal group reference".
    public init(_ replacement: String, for regex: JavaRegex) throws(JavaRegexError) {
        let source = Array(replacement.utf8)
        var position = 0
        while position < source.count {
            let byte = source[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\\"):
                guard position < source.count else { throw JavaRegexError("character to be escaped is missing") }
                append(source[position])
                position += 1
            case UInt8(ascii: "$"): steps.append(.group(try Self.group(source, &position, regex)))
            default: append(byte)
            }
        }
    }

    func forEachPart(_ body: (Part) -> Void) {
        text.withUnsafeBytes { bytes in
            for step in steps {
                switch step {
                case .text(let range): body(.text(UnsafeRawBufferPointer(rebasing: bytes[range])))
                case .group(let number): body(.group(number))
                }
            }
        }
    }

    private mutating func append(_ byte: UInt8) {
        text.append(byte)
        if case .text(let range)? = steps.last {
            steps[steps.count - 1] = .text(range.lowerBound..<text.count)
        } else {
            steps.append(.text(text.count - 1..<text.count))
        }
    }

    private static func group(
        _ source: [UInt8], _ position: inout Int, _ regex: JavaRegex
    ) throws(JavaRegexError) -> Int {
        guard position < source.count else {
            throw JavaRegexError("Illegal group reference: group index is missing")
        }
        if source[position] == UInt8(ascii: "{") {
            position += 1
            return try namedGroup(source, &position, regex)
        }
        guard isDigit(UInt32(source[position])) else { throw JavaRegexError("Illegal group reference") }
        var number = Int(source[position] - 48)
        position += 1
        while position < source.count, isDigit(UInt32(source[position])) {
            // Another digit belongs to the number while there is such a group.
            let longer = number * 10 + Int(source[position] - 48)
            guard longer <= regex.groupCount else { break }
            number = longer
            position += 1
        }
        guard number <= regex.groupCount else { throw JavaRegexError("No group \(number)", isMissingGroup: true) }
        return number
    }

    private static func namedGroup(
        _ source: [UInt8], _ position: inout Int, _ regex: JavaRegex
    ) throws(JavaRegexError) -> Int {
        let start = position
        while position < source.count, isLetter(UInt32(source[position])) || isDigit(UInt32(source[position])) {
            position += 1
        }
        let name = String(decoding: source[start..<position], as: UTF8.self)
        guard !name.isEmpty else { throw JavaRegexError("named capturing group has 0 length name") }
        guard position < source.count, source[position] == UInt8(ascii: "}") else {
            throw JavaRegexError("named capturing group is missing trailing '}'")
        }
        guard !isDigit(UInt32(source[start])) else {
            throw JavaRegexError("capturing group name {\(name)} starts with digit character")
        }
        guard let number = regex.groupNames[name] else { throw JavaRegexError("No group with name {\(name)}") }
        position += 1
        return number
    }
}
