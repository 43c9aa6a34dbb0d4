/// The digits that Java's `Double.toString` and `Float.toString` show: the shortest decimal that reads back as the same
/// number, of two digits at least, and of those the nearest.
///
/// The algorithm is Raffaello Giulietti's Schubfach, which is also the JDK's own (JDK-4511638, since Java 19; the older
/// ones sometimes show a digit more).
struct ShortestDecimal {
    /// The digits as a number.
    var digits: UInt64
    /// The power of ten to multiply them with.
    var exponent: Int

    /// The digits of a finite number that is not zero; its sign is left aside.
    init(_ number: Double) {
        let fraction = number.bitPattern & (1 << 52 - 1)
        let biased = Int(number.bitPattern >> 52 & 0x7FF)
        self.init(fraction: fraction, biased: biased, fractionBits: 52, bias: 1075, tiny: 3)
    }

    /// The digits of a finite number that is not zero; its sign is left aside.
    init(_ number: Float) {
        let fraction = UInt64(number.bitPattern & (1 << 23 - 1))
        let biased = Int(number.bitPattern >> 23 & 0xFF)
        self.init(fraction: fraction, biased: biased, fractionBits: 23, bias: 150, tiny: 8)
    }

    private init(digits: UInt64, exponent: Int) {
        self.digits = digits
        self.exponent = exponent
    }

    private init(fraction: UInt64, biased: Int, fractionBits: Int, bias: Int, tiny: UInt64) {
        guard biased != 0 else {
            // One digit would do for the smallest numbers, but Java shows two, and the second must be right.
            let scale: UInt64 = fraction < tiny ? 10 : 1
            self.init(
                significand: fraction * scale, exponent: 1 - bias, isPowerOfTwo: false, offset: fraction < tiny ? -1 : 0
            )
            return
        }
        let significand = 1 << UInt64(fractionBits) | fraction
        let exponent = biased - bias
        if exponent <= 0, -exponent <= fractionBits, significand & (1 << UInt64(-exponent) - 1) == 0 {
            self.init(digits: significand >> UInt64(-exponent), exponent: 0)
            return
        }
        self.init(
            significand: significand, exponent: exponent, isPowerOfTwo: fraction == 0 && biased > 1, offset: 0)
    }

    /// Schubfach for `significand * 2^exponent`; `isPowerOfTwo` says that the number below is twice as near as the one
    /// above.
    private init(significand: UInt64, exponent q: Int, isPowerOfTwo: Bool, offset: Int) {
        let isEven = significand & 1 == 0
        let k = (q * 1_262_611 - (isPowerOfTwo ? 524_031 : 0)) >> 22
        let h = UInt64(q + ((-k * 1_741_647) >> 19) + 1)
        let power = 2 * (-k - PowersOfTen.minimumExponent)
        let high = PowersOfTen.words[power]
        let low = PowersOfTen.words[power + 1]
        let value = Self.roundToOdd(high, low, (significand << 2) << h)
        let below = Self.roundToOdd(high, low, (significand << 2 - (isPowerOfTwo ? 1 : 2)) << h) + (isEven ? 0 : 1)
        let above = Self.roundToOdd(high, low, (significand << 2 + 2) << h) - (isEven ? 0 : 1)

        let truncated = value >> 2
        if truncated >= 100 {
            // One digit less: at most one of the two neighbours among the multiples of ten is in the interval.
            let tens = truncated / 10 * 10
            let lowerIn = below <= tens << 2
            let upperIn = (tens + 10) << 2 <= above
            if lowerIn != upperIn {
                digits = lowerIn ? tens : tens + 10
                self.exponent = k + offset
                return
            }
        }
        let lowerIn = below <= truncated << 2
        let upperIn = (truncated + 1) << 2 <= above
        self.exponent = k + offset
        if lowerIn != upperIn {
            digits = lowerIn ? truncated : truncated + 1
        } else {
            let middle = truncated << 2 + 2
            digits = value < middle || (value == middle && truncated & 1 == 0) ? truncated : truncated + 1
        }
    }

    private static func roundToOdd(_ high: UInt64, _ low: UInt64, _ factor: UInt64) -> UInt64 {
        let carry = low.multipliedFullWidth(by: factor).high
        let product = high.multipliedFullWidth(by: factor)
        let (sum, overflow) = product.low.addingReportingOverflow(carry)
        return (product.high + (overflow ? 1 : 0)) | (sum > 1 ? 1 : 0)
    }
}
