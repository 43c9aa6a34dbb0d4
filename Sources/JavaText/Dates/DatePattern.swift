/// A pattern of Java's SimpleDateFormat as a flat program.
struct DatePattern {
    enum Step {
        /// Text that stands for itself, as a range of `literals`.
        case literal(Range<Int>)
        case field(Field, count: Int)
    }

    enum Field: UInt8 {
        case era = 0x47
        case year = 0x79
        case weekYear = 0x59
        case month = 0x4D
        case standaloneMonth = 0x4C
        case weekOfYear = 0x77
        case weekOfMonth = 0x57
        case dayOfYear = 0x44
        case dayOfMonth = 0x64
        case weekdayInMonth = 0x46
        case weekdayName = 0x45
        case weekdayNumber = 0x75
        case half = 0x61
        case hour0to23 = 0x48
        case hour1to24 = 0x6B
        case hour0to11 = 0x4B
        case hour1to12 = 0x68
        case minute = 0x6D
        case second = 0x73
        case millisecond = 0x53
        case zoneName = 0x7A
        case zoneOffset = 0x5A
        case isoZone = 0x58

        /// Whether a number before it ends where it begins, by the letters of that number: "yyyyMMdd".
        func boundsNumberBefore(count: Int) -> Bool {
            switch self {
            case .era, .weekdayName, .half, .zoneName, .zoneOffset, .isoZone: false
            case .month, .standaloneMonth: count <= 2
            default: true
            }
        }
    }

    private(set) var steps: [Step] = []
    private(set) var literals: [UInt8] = []
    /// More bytes than any instant needs.
    private(set) var maximumLength = 0

    /// - Throws: what Java says of a pattern that is none.
    init(_ pattern: String) throws(DatePatternError) {
        var isQuoted = false
        let source = Array(pattern.utf8)
        var position = 0
        while position < source.count {
            let byte = source[position]
            position += 1
            if byte == UInt8(ascii: "'") {
                if position < source.count, source[position] == byte {
                    appendLiteral(byte)
                    position += 1
                } else {
                    isQuoted.toggle()
                }
            } else if isQuoted || !isLetter(UInt32(byte)) {
                appendLiteral(byte)
            } else {
                guard let field = Field(rawValue: byte) else {
                    throw DatePatternError("Illegal pattern character '\(Unicode.Scalar(byte))'")
                }
                let end = source[position...].firstIndex { $0 != byte } ?? source.count
                try append(field, count: end - position + 1)
                position = end
            }
        }
        guard !isQuoted else { throw DatePatternError("Unterminated quote") }
    }

    private mutating func append(_ field: Field, count: Int) throws(DatePatternError) {
        guard field != .isoZone || count <= 3 else {
            throw DatePatternError("invalid ISO 8601 format: length=\(count)")
        }
        steps.append(.field(field, count: count))
        // As many digits as letters and a minus, or one of the names, or the largest number.
        maximumLength += max(count + 1, 27)
    }

    private mutating func appendLiteral(_ byte: UInt8) {
        literals.append(byte)
        maximumLength += 1
        if case .literal(let range)? = steps.last {
            steps[steps.count - 1] = .literal(range.lowerBound..<literals.count)
        } else {
            steps.append(.literal(literals.count - 1..<literals.count))
        }
    }
}

/// Why a text is no pattern of SimpleDateFormat, in Java's words.
public struct DatePatternError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}
