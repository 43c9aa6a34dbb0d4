/// Why a Java regular expression, or the replacement beside it, cannot be used.
public struct JavaRegexError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, in one line; Java's own words where Java refuses the same.
    public let reason: String
    /// Whether a replacement names a group by a number that the pattern does not have: an IndexOutOfBoundsException.
    public let isMissingGroup: Bool
    /// For a pattern that cannot be compiled: what shows the place, as the lines that Java adds to the reason.
    let place: String?

    /// An error without a place in a pattern.
    init(_ reason: String, isMissingGroup: Bool = false) {
        self.reason = reason
        self.isMissingGroup = isMissingGroup
        place = nil
    }

    /// An error at a character of a pattern, which is counted in UTF-16 as Java does.
    init(_ reason: String, pattern: String, index: Int) {
        self.reason = reason
        isMissingGroup = false
        guard index >= 0 else {
            place = "\n\(pattern)"
            return
        }
        let pointer = index < pattern.utf16.count ? "\n\(String(repeating: " ", count: index))^" : ""
        place = " near index \(index)\n\(pattern)\(pointer)"
    }

    /// The message that Java's exception has: the reason, the index, and the pattern with a mark under the place.
    public var description: String { reason + (place ?? "") }
}
