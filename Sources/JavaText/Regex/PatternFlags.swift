/// The flags that `(?idmsuxU)` sets, with the meaning that Java gives to them.
struct PatternFlags: OptionSet, Sendable {
    let rawValue: UInt8

    static let caseInsensitive = PatternFlags(rawValue: 1)
    static let unixLines = PatternFlags(rawValue: 2)
    static let multiline = PatternFlags(rawValue: 4)
    static let dotAll = PatternFlags(rawValue: 8)
    static let unicodeCase = PatternFlags(rawValue: 16)
    static let comments = PatternFlags(rawValue: 32)
    static let unicodeClasses = PatternFlags(rawValue: 64)
}
