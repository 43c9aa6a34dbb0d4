/// Guesses what an operator meant with a key that nothing reads.
enum KeySpelling {
    /// The name that resembles a key most, or nil if none does.
    static func closest(to key: String, in names: [String]) -> String? {
        let distances = names.map { (name: $0, distance: editDistance(key, $0)) }
        guard let closest = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return closest.distance <= max(2, key.count / 6) ? closest.name : nil
    }

    /// How many letters must be added, removed or changed to turn one text into the other.
    private static func editDistance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var previous = Array(0...right.count)
        for (row, letter) in left.utf8.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                current.append(
                    min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1)))
            }
            previous = current
        }
        return previous[right.count]
    }
}
