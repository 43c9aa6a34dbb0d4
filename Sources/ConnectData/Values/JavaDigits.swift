/// The digits of all scripts, which Java reads as it reads `0` to `9`, as far as they are one UTF-16 unit.
enum JavaDigits {
    /// Whether a text begins with a digit beyond ASCII.
    static func begin(_ text: UnsafeRawBufferPointer) -> Bool {
        scalar(text, 0).flatMap { digit($0.value) } != nil
    }

    /// The text with its digits in ASCII; nil if it holds anything else beyond ASCII.
    static func ascii(_ text: UnsafeRawBufferPointer, in batch: Batch) -> UnsafeRawBufferPointer? {
        if text.allSatisfy({ $0 < 0x80 }) { return text }
        // Longer texts are no numbers that are read.
        guard text.count <= 4 * JSONReader.maximumNumberLength else { return nil }
        let target = UnsafeMutableRawBufferPointer(start: batch.allocate(text.count), count: text.count)
        target.copyMemory(from: text)
        let count = replace(target).count
        let plain = UnsafeRawBufferPointer(rebasing: target[..<count])
        return plain.allSatisfy { $0 < 0x80 } ? plain : nil
    }

    /// The date or time that a text is, which is changed in its place.
    static func temporal(_ text: UnsafeMutableRawBufferPointer) -> TemporalText? {
        let (count, units) = replace(text)
        return TemporalText(UnsafeRawBufferPointer(rebasing: text[..<count]), length: units)
    }

    /// Puts ASCII in place of other digits, and counts bytes and UTF-16 units.
    private static func replace(_ text: UnsafeMutableRawBufferPointer) -> (count: Int, units: Int) {
        var count = 0
        var units = 0
        var place = 0
        while place < text.count {
            guard text[place] >= 0x80, let (value, length) = scalar(UnsafeRawBufferPointer(text), place) else {
                text[count] = text[place]
                count += 1
                units += 1
                place += 1
                continue
            }
            units += value > 0xFFFF ? 2 : 1
            if let digit = digit(value) {
                text[count] = digit
                count += 1
            } else {
                for offset in 0..<length { text[count + offset] = text[place + offset] }
                count += length
            }
            place += length
        }
        return (count, units)
    }

    private static func digit(_ value: UInt32) -> UInt8? {
        guard value <= 0xFFFF, let properties = Unicode.Scalar(value)?.properties,
            properties.generalCategory == .decimalNumber, let number = properties.numericValue
        else { return nil }
        return UInt8(ascii: "0") + UInt8(number)
    }

    /// The scalar at a place of well-formed UTF-8.
    private static func scalar(_ text: UnsafeRawBufferPointer, _ place: Int) -> (value: UInt32, length: Int)? {
        guard place < text.count else { return nil }
        let first = UInt32(text[place])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard text.count - place >= length else { return nil }
        var value = length == 1 ? first : first & (0x7F >> UInt32(length))
        for offset in 1..<max(length, 1) { value = value << 6 | UInt32(text[place + offset]) & 0x3F }
        return (value, length)
    }
}
