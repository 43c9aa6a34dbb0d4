extension Array {
    /// The elements whose key no other one has, in their order; and the keys that several have.
    func split<Key: Hashable>(by key: (Element) -> Key) -> (unique: [Element], duplicates: [Key]) {
        var counts: [Key: Int] = [:]
        for element in self { counts[key(element), default: 0] += 1 }
        var told: Set<Key> = []
        let duplicates = map(key).filter { counts[$0] != 1 && told.insert($0).inserted }
        return (filter { counts[key($0)] == 1 }, duplicates)
    }

    /// The first element of each key, in their order. What a request names more than once is answered once where
    /// otherwise a small request would have an answer of any size.
    func unique<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
        var seen: Set<Key> = []
        return filter { seen.insert(key($0)).inserted }
    }
}
