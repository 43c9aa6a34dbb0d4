import NIOCore

/// The last offset of each key of a stretch of a log, in bounded memory: keys are known by 128 bits of their hash.
struct KeyOffsets {
    /// So many keys take some 12 MB.
    static let defaultCapacity = 393_216

    private var offsets: [Hash: Int64] = [:]
    private let capacity: Int

    init(capacity: Int = defaultCapacity) {
        self.capacity = capacity
    }

    /// Whether so many more keys have room. The first ones always have.
    func hasRoom(for count: Int) -> Bool { offsets.isEmpty || offsets.count + count <= capacity }

    /// Notes the offset of a key; the last one noted counts.
    mutating func note(_ key: UnsafeRawBufferPointer, at offset: Int64) {
        offsets[Hash(key)] = offset
    }

    /// Whether a later record of the stretch has this key.
    func hasLater(_ key: UnsafeRawBufferPointer, than offset: Int64) -> Bool {
        guard let last = offsets[Hash(key)] else { return false }
        return last > offset
    }

    /// Twice the hash of the standard library, which nobody outside of the process can foresee: no keys can be made that
    /// have the same.
    private struct Hash: Hashable {
        let first: Int
        let second: Int

        init(_ key: UnsafeRawBufferPointer) {
            first = Self.hash(key, 1)
            second = Self.hash(key, 2)
        }

        private static func hash(_ key: UnsafeRawBufferPointer, _ salt: UInt8) -> Int {
            var hasher = Hasher()
            hasher.combine(salt)
            hasher.combine(bytes: key)
            return hasher.finalize()
        }

        static func == (left: Hash, right: Hash) -> Bool { left.first == right.first && left.second == right.second }

        /// It is a hash already.
        func hash(into hasher: inout Hasher) {
            hasher.combine(first)
        }
    }
}
