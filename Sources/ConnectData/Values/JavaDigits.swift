/// The digits of all scripts, which Java reads as it reads `0` to `9`, as far as they are one UTF-16 unit.
enum JavaDigits {
    /// Whether a text begins with a digit beyond ASCII.
    static func begin(_ text: UnsafeRawBufferPointer) -> Bool {
        UTF8Scalar(text, at: 0)?.digit != nil
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
            guard text[place] >= 0x80, let scalar = UTF8Scalar(UnsafeRawBufferPointer(text), at: place) else {
                text[count] = text[place]
                count += 1
                units += 1
                place += 1
                continue
            }
            units += scalar.units
            if let digit = scalar.digit {
                text[count] = UInt8(ascii: "0") + UInt8(digit)
                count += 1
            } else {
                for offset in 0..<scalar.length { text[count + offset] = text[place + offset] }
                count += scalar.length
            }
            place += scalar.length
        }
        return (count, units)
    }
}
