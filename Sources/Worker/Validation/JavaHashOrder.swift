/// The order in which a Java `HashMap` with texts as keys gives them back: Connect's answers have some keys in it.
enum JavaHashOrder {
    /// The keys, which are put into an empty map one after another, as the map gives them back.
    static func sorted(_ keys: [String]) -> [String] {
        var capacity = 16
        while keys.count * 4 > capacity * 3 { capacity *= 2 }
        let buckets = keys.map { key in
            let hash = UInt32(bitPattern: key.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) })
            return Int((hash ^ hash >> 16) & UInt32(capacity - 1))
        }
        // Keys of one bucket stay in the order in which they came.
        return keys.indices.sorted { (buckets[$0], $0) < (buckets[$1], $1) }.map { keys[$0] }
    }
}
