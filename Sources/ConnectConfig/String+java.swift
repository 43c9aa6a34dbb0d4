/// Texts as Java's `String` treats them, where its rules differ from Swift's.
extension String {
    /// `String.trim`: everything up to U+0020 goes, other white space stays.
    package var javaTrimmed: String {
        Self.trim(self[...]) { $0 <= 0x20 }
    }

    /// The elements of a list: split at commas, with the white space around each comma.
    var listElements: [String] {
        let list = javaTrimmed
        guard !list.isEmpty else { return [] }
        return list.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false).map { element in
            Self.trim(Substring(element)) { $0 == 0x20 || (0x09...0x0D).contains($0) }
        }
    }

    private static func trim(_ text: Substring, where isTrimmed: (UInt8) -> Bool) -> String {
        var rest = text.utf8
        while let first = rest.first, isTrimmed(first) { rest.removeFirst() }
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return String(Substring(rest))
    }
}
