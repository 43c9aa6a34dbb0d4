/// Decimals between digits and the form that Connect gives them: the unscaled value in two's complement, big-endian, and a
/// scale.
public enum DecimalText {
    /// The room that `unscaled` needs for a number of so many characters.
    public static func unscaledCapacity(_ characters: Int) -> Int { characters / 2 + 9 }

    /// Takes a number apart as Java's `BigDecimal(String)` does: every digit counts, trailing zeros too.
    ///
    /// - Parameters:
    ///   - text: a number as JSON has it; leading zeros do not matter.
    ///   - output: room for `unscaledCapacity(text.count)` bytes.
    /// - Returns: how many bytes the unscaled value took, and the scale; nil if the scale is beyond 32 bits.
    public static func unscaled(
        _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer
    ) -> (length: Int, scale: Int32)? {
        let number = ShortNumber(text)
        guard let scale = Int32(exactly: -number.exponent), scale > Int32.min else { return nil }
        if let digits = number.digits, digits <= UInt64(Int64.max) {
            let value = Int64(digits)
            return (storeMinimal(number.isNegative ? -value : value, output), scale)
        }
        return (storeLarge(text, isNegative: number.isNegative, shift: 0, output), scale)
    }

    /// The room that ``unscaled(_:scale:into:)`` needs; nil if the number has digits beyond the scale, or if it would have
    /// more digits than any number that JSON text may hold.
    public static func unscaledCapacity(_ text: UnsafeRawBufferPointer, scale: Int32) -> Int? {
        let shift = Int(scale) + ShortNumber(text).exponent
        guard shift >= -trailingZeros(text) else { return nil }
        if ShortNumber(text).digits != 0, text.count + max(shift, 0) > 2 * JSONReader.maximumNumberLength { return nil }
        return unscaledCapacity(text.count + max(min(shift, 2 * JSONReader.maximumNumberLength), 0))
    }

    /// The unscaled value of a number at a scale, for which ``unscaledCapacity(_:scale:)`` has given the room.
    ///
    /// - Returns: how many bytes it took.
    public static func unscaled(
        _ text: UnsafeRawBufferPointer, scale: Int32, into output: UnsafeMutableRawPointer
    ) -> Int {
        let number = ShortNumber(text)
        if number.digits == 0 { return storeMinimal(0, output) }
        return storeLarge(text, isNegative: number.isNegative, shift: Int(scale) + number.exponent, output)
    }

    /// A number without its fraction, as Java's `BigDecimal.longValue`: the low 64 bits if it is larger.
    public static func integralPart(_ text: UnsafeRawBufferPointer) -> Int64 {
        let number = ShortNumber(text)
        let length = significantLength(text)
        // 2^64 divides every power of ten from 10^64 on.
        guard number.digits != 0, number.exponent < 64, length + number.exponent > 0 else { return 0 }
        var bits: UInt64 = 0
        var kept = length + min(number.exponent, 0)
        for character in text where character != UInt8(ascii: ".") && character != UInt8(ascii: "-") {
            guard character &- UInt8(ascii: "0") < 10, kept > 0 else { break }
            bits = bits &* 10 &+ UInt64(character &- UInt8(ascii: "0"))
            kept -= 1
        }
        for _ in 0..<max(number.exponent, 0) { bits = bits &* 10 }
        return Int64(bitPattern: number.isNegative ? 0 &- bits : bits)
    }

    /// The number of digits before the exponent.
    private static func significantLength(_ text: UnsafeRawBufferPointer) -> Int {
        var length = 0
        for character in text where character != UInt8(ascii: ".") && character != UInt8(ascii: "-") {
            guard character &- UInt8(ascii: "0") < 10 else { break }
            length += 1
        }
        return length
    }

    /// The number of zeros that end the digits before the exponent.
    private static func trailingZeros(_ text: UnsafeRawBufferPointer) -> Int {
        var zeros = 0
        for character in text where character != UInt8(ascii: ".") && character != UInt8(ascii: "-") {
            guard character &- UInt8(ascii: "0") < 10 else { break }
            zeros = character == UInt8(ascii: "0") ? zeros + 1 : 0
        }
        return ShortNumber(text).digits == 0 ? Int(Int32.max) * 2 : zeros
    }

    /// The bytes of an unscaled value without those at the front that only repeat its sign.
    public static func withoutSignExtension(_ unscaled: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        while start + 1 < unscaled.count,
            (unscaled[start] == 0 && unscaled[start + 1] < 0x80)
                || (unscaled[start] == 0xFF && unscaled[start + 1] >= 0x80)
        {
            start += 1
        }
        return UnsafeRawBufferPointer(rebasing: unscaled[start...])
    }

    private static func storeMinimal(_ value: Int64, _ output: UnsafeMutableRawPointer) -> Int {
        let magnitude = value < 0 ? ~value : value
        let length = (64 - magnitude.leadingZeroBitCount) / 8 + 1
        for index in 0..<length {
            output.storeBytes(
                of: UInt8(truncatingIfNeeded: value >> Int64(8 * (length - 1 - index))), toByteOffset: index,
                as: UInt8.self)
        }
        return length
    }

    /// The digits, with `shift` zeros more at their end or, if it is negative, so many less.
    private static func storeLarge(
        _ text: UnsafeRawBufferPointer, isNegative: Bool, shift: Int, _ output: UnsafeMutableRawPointer
    ) -> Int {
        // 9.6 digits fill a limb of 32 bits.
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: (text.count + max(shift, 0)) / 9 + 2) { limbs in
            limbs.initialize(repeating: 0)
            var used = 1
            func append(_ digit: UInt8) {
                var carry = UInt64(digit)
                for index in 0..<used {
                    carry += UInt64(limbs[index]) * 10
                    limbs[index] = UInt32(truncatingIfNeeded: carry)
                    carry >>= 32
                }
                if carry > 0 {
                    limbs[used] = UInt32(truncatingIfNeeded: carry)
                    used += 1
                }
            }
            var left = significantLength(text) + min(shift, 0)
            for character in text where character != UInt8(ascii: ".") && character != UInt8(ascii: "-") {
                guard left > 0 else { break }
                append(character &- UInt8(ascii: "0"))
                left -= 1
            }
            for _ in 0..<max(shift, 0) { append(0) }
            if isNegative { negate(limbs) }
            return storeMinimal(limbs, isNegative: isNegative, output)
        }
    }

    private static func negate(_ limbs: UnsafeMutableBufferPointer<UInt32>) {
        var carry: UInt64 = 1
        for index in limbs.indices {
            carry += UInt64(~limbs[index])
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
    }

    /// The limbs as bytes, big-endian, without the bytes at the front that only repeat the sign.
    private static func storeMinimal(
        _ limbs: UnsafeMutableBufferPointer<UInt32>, isNegative: Bool, _ output: UnsafeMutableRawPointer
    ) -> Int {
        func byte(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: limbs[index / 4] >> UInt32(index % 4 * 8)) }
        let sign: UInt8 = isNegative ? 0xFF : 0
        var length = limbs.count * 4
        while length > 1, byte(length - 1) == sign, (byte(length - 2) ^ sign) < 0x80 { length -= 1 }
        for index in 0..<length {
            output.storeBytes(of: byte(length - 1 - index), toByteOffset: index, as: UInt8.self)
        }
        return length
    }
}

extension OutputBuffer {
    /// Appends a decimal as Java's `BigDecimal.toString` shows it, and an integer of any size with scale 0.
    ///
    /// - Parameter unscaled: two's complement, big-endian; no bytes are zero.
    public mutating func appendDecimal(_ unscaled: UnsafeRawBufferPointer, scale: Int32) {
        let isNegative = (unscaled.first ?? 0) >= 0x80
        if isNegative { append(UInt8(ascii: "-")) }
        let start = count
        if unscaled.count <= 8 {
            var value: UInt64 = isNegative ? .max : 0
            for byte in unscaled { value = value << 8 | UInt64(byte) }
            append(isNegative ? 0 &- value : value)
        } else {
            appendLargeDigits(unscaled, isNegative: isNegative)
        }
        if scale != 0 { layOut(from: start, scale: Int(scale)) }
    }

    private mutating func appendLargeDigits(_ unscaled: UnsafeRawBufferPointer, isNegative: Bool) {
        let limbCount = (unscaled.count + 3) / 4
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: limbCount * 2 + limbCount / 4 + 2) { scratch in
            let limbs = UnsafeMutableBufferPointer(rebasing: scratch[..<limbCount])
            loadMagnitude(unscaled, isNegative: isNegative, limbs)
            // Nine digits at a time, the lowest first.
            let groups = UnsafeMutableBufferPointer(rebasing: scratch[limbCount...])
            var groupCount = 0
            var used = limbCount
            while used > 0 {
                var remainder: UInt64 = 0
                for index in (0..<used).reversed() {
                    let dividend = remainder << 32 | UInt64(limbs[index])
                    limbs[index] = UInt32(truncatingIfNeeded: dividend / 1_000_000_000)
                    remainder = dividend % 1_000_000_000
                }
                groups.initializeElement(at: groupCount, to: UInt32(truncatingIfNeeded: remainder))
                groupCount += 1
                while used > 0, limbs[used - 1] == 0 { used -= 1 }
            }
            append(UInt64(groups[groupCount - 1]))
            for index in (0..<(groupCount - 1)).reversed() {
                writeDigits(UInt64(groups[index]), 9, at: reserve(9))
                commit(9)
            }
        }
    }

    private func loadMagnitude(
        _ unscaled: UnsafeRawBufferPointer, isNegative: Bool, _ limbs: UnsafeMutableBufferPointer<UInt32>
    ) {
        limbs.initialize(repeating: isNegative ? .max : 0)
        for (place, byte) in unscaled.reversed().enumerated() {
            let shift = UInt32(place % 4 * 8)
            limbs[place / 4] = limbs[place / 4] & ~(0xFF << shift) | UInt32(byte) << shift
        }
        guard isNegative else { return }
        var carry: UInt64 = 1
        for index in limbs.indices {
            carry += UInt64(~limbs[index])
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
    }

    /// Sets the point and the exponent into the digits from `start` on.
    private mutating func layOut(from start: Int, scale: Int) {
        let length = count - start
        let adjusted = length - 1 - scale
        if scale > 0, adjusted >= -6 {
            if length > scale { return insert(UInt8(ascii: "."), at: count - scale) }
            // Zeros in front: 0.00ddd.
            let zeros = scale - length
            insert(zeros + 2, at: start)
            for index in 0..<(zeros + 2) {
                overwrite(start + index, index == 1 ? UInt8(ascii: ".") : UInt8(ascii: "0"))
            }
            return
        }
        if length > 1 { insert(UInt8(ascii: "."), at: start + 1) }
        guard adjusted != 0 else { return }
        append(adjusted > 0 ? "E+" : "E")
        append(Int64(adjusted))
    }
}
