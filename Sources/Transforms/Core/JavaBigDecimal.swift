import CMillrace
import ConnectData

/// A text that Java's `BigDecimal(String)` reads, for settings: it may allocate.
struct JavaBigDecimal {
    private let text: String
    private let digits: [UInt8]
    private let isNegative: Bool
    /// The power of ten that the digits, taken as an integer, are divided by.
    private let scale: Int

    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        self.text = (isNegative ? "-" : "") + String(decoding: rest, as: UTF8.self)
        var digits: [UInt8] = []
        var point: Int?
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), point == nil {
                point = digits.count
            } else if byte &- UInt8(ascii: "0") < 10 {
                digits.append(byte &- UInt8(ascii: "0"))
            } else {
                break
            }
            rest.removeFirst()
        }
        guard !digits.isEmpty else { return nil }
        var exponent = 0
        if let mark = rest.popFirst() {
            guard mark | 0x20 == UInt8(ascii: "e"), let number = Int32(String(decoding: rest, as: UTF8.self)) else {
                return nil
            }
            exponent = Int(number)
        }
        self.digits = digits
        scale = digits.count - (point ?? digits.count) - exponent
        guard Int32(exactly: scale) != nil else { return nil }
    }

    /// `longValue`: without the fraction, the low 64 bits.
    var int64: Int64 {
        guard scale > -64 else { return 0 }
        var magnitude: UInt64 = 0
        for digit in digits.dropLast(max(0, scale)) { magnitude = magnitude &* 10 &+ UInt64(digit) }
        for _ in 0..<max(0, -scale) { magnitude = magnitude &* 10 }
        return Int64(bitPattern: isNegative ? 0 &- magnitude : magnitude)
    }

    /// `doubleValue`.
    var double: Double? { Double(text) }

    /// The unscaled value in the batch's memory, and the scale.
    func unscaled(in batch: Batch) -> (unscaled: UnsafeRawBufferPointer, scale: Int32)? {
        let target = batch.allocate(DecimalText.unscaledCapacity(text.utf8.count))
        let found = Array(text.utf8).withUnsafeBytes { DecimalText.unscaled($0, into: target) }
        return found.map { (UnsafeRawBufferPointer(start: target, count: $0.0), $0.1) }
    }
}

extension JavaBigDecimal {
    /// The unscaled value at a scale, in the batch's memory; nil if the number has digits beyond the scale.
    func unscaled(scale: Int32, in batch: Batch) -> UnsafeRawBufferPointer? {
        Array(text.utf8).withUnsafeBytes { bytes in
            guard let room = DecimalText.unscaledCapacity(bytes, scale: scale) else { return nil }
            let target = batch.allocate(room)
            let count = DecimalText.unscaled(bytes, scale: scale, into: target)
            return UnsafeRawBufferPointer(start: target, count: count)
        }
    }
}

extension Batch {
    /// A schemaless decimal over bytes in the batch's memory.
    func decimal(_ unscaled: UnsafeRawBufferPointer, scale: Int32) -> Value {
        let decimal = allocate(1, of: millrace_decimal.self)
        decimal.initialize(
            to: millrace_decimal(
                scale: scale, length: UInt32(unscaled.count),
                unscaled: unscaled.baseAddress?.assumingMemoryBound(to: UInt8.self)))
        return .decimal(decimal)
    }
}
