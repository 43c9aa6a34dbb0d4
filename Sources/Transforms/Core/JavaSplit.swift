/// The parts of a text as Java's `String.split` gives them: empty parts at the end are left out.
func javaSplit(_ text: String, at separator: UnicodeScalar) -> [String] {
    var parts = text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    if parts.count == 1 { return parts }
    while parts.last == "" { parts.removeLast() }
    return parts
}
