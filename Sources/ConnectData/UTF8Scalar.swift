/// A scalar in text that is well-formed UTF-8.
package struct UTF8Scalar {
    /// The scalar's number.
    package let value: UInt32
    /// How many bytes it takes.
    package let length: Int

    /// The scalar that begins at a place; nil if the text ends before the scalar does.
    @inlinable
    @inline(__always)
    package init?(_ text: UnsafeRawBufferPointer, at place: Int) {
        guard place < text.count else { return nil }
        let first = UInt32(text[place])
        length = Self.length(after: text[place])
        guard text.count - place >= length else { return nil }
        var value = length == 1 ? first : first & (0x7F >> UInt32(length))
        for next in place + 1..<place + length { value = value << 6 | UInt32(text[next]) & 0x3F }
        self.value = value
    }

    /// How many bytes a scalar takes that begins with this one.
    @inlinable
    @inline(__always)
    package static func length(after first: UInt8) -> Int { first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

    /// How many UTF-16 units it takes, which Java counts as its length.
    @inlinable
    package var units: Int { length == 4 ? 2 : 1 }

    /// Its value as a decimal digit of any script; nil for anything else. Java looks at one UTF-16 unit at a time, and
    /// sees no digits in scalars of two.
    package var digit: Int? {
        if value < 0x80 { return (48...57).contains(value) ? Int(value) - 48 : nil }
        guard units == 1, let properties = Unicode.Scalar(value)?.properties, properties.numericType == .decimal
        else { return nil }
        return properties.numericValue.map { Int($0) }
    }
}
