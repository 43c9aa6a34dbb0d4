/// From a decimal to the nearest binary number: the algorithm of Michael Eisel and Daniel Lemire ("Number parsing at a
/// gigabyte per second").
struct BinaryFormat {
    let fractionBits: Int
    let minimumExponent: Int
    let infiniteExponent: Int
    /// The powers of ten with which a product can lie exactly between two numbers.
    let tieExponents: ClosedRange<Int>

    static let double = BinaryFormat(
        fractionBits: 52, minimumExponent: -1023, infiniteExponent: 0x7FF, tieExponents: -4...23)
    static let float = BinaryFormat(
        fractionBits: 23, minimumExponent: -127, infiniteExponent: 0xFF, tieExponents: -17...10)

    /// The bits of the number nearest to `digits * 10^exponent`; nil where 128 bits cannot tell, for subnormal numbers and
    /// for exponents that the table does not have.
    func nearest(_ digits: UInt64, _ exponent: Int) -> UInt64? {
        if digits == 0 { return 0 }
        guard exponent >= PowersOfTen.minimumExponent, exponent <= 308 else { return nil }
        let zeros = digits.leadingZeroBitCount
        let (high, low) = product(digits << UInt64(zeros), exponent)
        // Where the low word is all ones, what was cut off the power of ten could carry.
        if low == .max, !(-27...55).contains(exponent) { return nil }
        let upper = Int(high >> 63)
        let shift = UInt64(upper + 64 - fractionBits - 3)
        var significand = high >> shift
        var biased = (217_706 * exponent) >> 16 + 63 + upper - zeros - minimumExponent
        if biased <= 0 { return nil }
        if low <= 1, tieExponents.contains(exponent), significand & 3 == 1, significand << shift == high {
            significand &= ~1
        }
        significand += significand & 1
        significand >>= 1
        if significand >= 2 << UInt64(fractionBits) {
            significand = 1 << UInt64(fractionBits)
            biased += 1
        }
        if biased >= infiniteExponent { return UInt64(infiniteExponent) << UInt64(fractionBits) }
        return UInt64(biased) << UInt64(fractionBits) | significand & (1 << UInt64(fractionBits) - 1)
    }

    /// The upper 128 bits of `factor` times the power of ten, or as many of them as decide.
    private func product(_ factor: UInt64, _ exponent: Int) -> (high: UInt64, low: UInt64) {
        let power = PowersOfTen.truncated(exponent)
        let first = factor.multipliedFullWidth(by: power.high)
        guard first.high & (UInt64.max >> UInt64(fractionBits + 3)) == UInt64.max >> UInt64(fractionBits + 3) else {
            return (first.high, first.low)
        }
        let second = factor.multipliedFullWidth(by: power.low).high
        let (low, carry) = first.low.addingReportingOverflow(second)
        return (first.high + (carry ? 1 : 0), low)
    }
}

extension PowersOfTen {
    /// The 128 bits that begin a power of ten, cut off instead of rounded up.
    static func truncated(_ exponent: Int) -> (high: UInt64, low: UInt64) {
        let index = 2 * (exponent - minimumExponent)
        let high = words[index]
        let low = words[index + 1]
        // From 10^0 to 10^55 the bits are exact.
        if (0...55).contains(exponent) { return (high, low) }
        return low == 0 ? (high - 1, .max) : (high, low - 1)
    }
}
