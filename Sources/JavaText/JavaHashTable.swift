import CMillrace
package import ConnectData

/// The table of a Java `HashMap`, as far as it decides in which order the map gives its entries back.
///
/// What JsonConverter makes of a key without a schema has this order in Connect, and the bytes of a key choose its
/// partition. The rules are those of Java 19 and later; before it, a copy of a map may have a larger table.
package struct JavaHashTable {
    private var capacity: Int

    /// `new HashMap<>(capacity)`.
    package init(capacity: Int) { self.capacity = Self.powerOfTwo(capacity) }

    /// `new HashMap<>(map)`.
    package init(copyOf count: Int) { self.init(capacity: count == 0 ? 16 : (count * 4 + 2) / 3) }

    /// A `HashMap` that is filled from nothing on.
    package init() { self.init(capacity: 16) }

    private static func powerOfTwo(_ least: Int) -> Int {
        least <= 1 ? 1 : 1 << (Int.bitWidth - (least - 1).leadingZeroBitCount)
    }

    /// The map with its entries, which were put into the table in their order, in the order in which it gives them back.
    package func ordered(_ map: Value, in batch: Batch) -> Value {
        let source = map.entries
        guard source.count > 1 else { return map }
        let mask = mask(for: source.count)
        // Entries of one bucket stay in the order in which they came.
        let order = batch.allocate(source.count, of: UInt64.self)
        for place in 0..<source.count {
            (order + place).initialize(to: UInt64(source[place].key.javaHash & mask) << 32 | UInt64(place))
        }
        var places = UnsafeMutableBufferPointer(start: order, count: source.count)
        places.sort()
        let target = batch.allocate(source.count, of: Entry.self)
        for place in 0..<source.count {
            (target + place).initialize(to: source[Int(UInt32(truncatingIfNeeded: order[place]))])
        }
        return .map(UnsafeBufferPointer(start: target, count: source.count))
    }

    /// Texts in the order in which the table gives them back, each once.
    package func ordered(_ texts: [String]) -> [String] {
        var seen: Set<ExactText> = []
        let unique = texts.filter { seen.insert(ExactText($0)).inserted }
        let mask = mask(for: unique.count)
        let buckets = unique.map { text in
            var text = text
            return text.withUTF8 { spread(hash(ofUTF8: UnsafeRawBufferPointer($0))) & mask }
        }
        return unique.indices.sorted { (buckets[$0], $0) < (buckets[$1], $1) }.map { unique[$0] }
    }

    /// The table doubles when it is more than three quarters full.
    private func mask(for count: Int) -> UInt32 {
        var size = capacity
        while count * 4 > size * 3 { size *= 2 }
        return UInt32(truncatingIfNeeded: size - 1)
    }
}

extension millrace_value {
    /// The spread hash of the Java object that Connect has for a map's key; bytes and containers count as 0.
    fileprivate var javaHash: UInt32 {
        switch valueType {
        case .string: spread(hash(ofUTF8: rawBytes))
        case .int8, .int16, .int32: spread(UInt32(truncatingIfNeeded: self.as.integer))
        case .int64, .dateTime: spread(hash(ofLong: UInt64(bitPattern: self.as.integer)))
        case .boolean: spread(self.as.boolean != 0 ? 1231 : 1237)
        case .float32: spread(self.as.float32.bitPattern)
        case .float64: spread(hash(ofLong: self.as.float64.bitPattern))
        default: 0
        }
    }
}

/// `HashMap.hash`: the upper half of a hash code has a part in choosing the bucket.
private func spread(_ hash: UInt32) -> UInt32 { hash ^ hash >> 16 }

private func hash(ofLong bits: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: bits ^ bits >> 32) }

/// `String.hashCode`, which is of UTF-16.
private func hash(ofUTF8 text: UnsafeRawBufferPointer) -> UInt32 {
    var hash: UInt32 = 0
    var place = 0
    while let scalar = UTF8Scalar(text, at: place) {
        place += scalar.length
        var unit = scalar.value
        if unit > 0xFFFF {
            hash = hash &* 31 &+ (0xD7C0 + unit >> 10)
            unit = 0xDC00 | unit & 0x3FF
        }
        hash = hash &* 31 &+ unit
    }
    return hash
}
