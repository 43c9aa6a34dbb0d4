/// The parts of a text as Java's `String.split` gives them: empty parts at the end are left out.
func javaSplit(_ text: String, at separator: UnicodeScalar) -> [String] {
    var parts = text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    if parts.count == 1 { return parts }
    while parts.last == "" { parts.removeLast() }
    return parts
}

extension String {
    /// Without the white space and control characters at its ends that Java's `trim` takes away.
    var javaTrimmed: String {
        let kept = unicodeScalars.drop { $0.value <= 0x20 }.reversed().drop { $0.value <= 0x20 }.reversed()
        return String(String.UnicodeScalarView(kept))
    }
}
