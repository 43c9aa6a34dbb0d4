/// Numbers as Java reads and writes them, where its rules differ from Swift's.
public enum JavaNumber {
    /// `Integer.parseInt` and its siblings: a sign and decimal digits of any script, nothing else.
    public static func integer<Integer: FixedWidthInteger & SignedInteger>(
        _ text: String, as type: Integer.Type
    ) -> Integer? {
        var digits = text.unicodeScalars[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        guard !digits.isEmpty else { return nil }
        var value: Integer = 0
        for scalar in digits {
            guard let digit = decimalDigit(scalar) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, carry) = product.addingReportingOverflow(isNegative ? -Integer(digit) : Integer(digit))
            if overflow || carry { return nil }
            value = next
        }
        return value
    }

    /// `Character.digit` for UTF-16 code units: digits beyond the basic plane do not count.
    private static func decimalDigit(_ scalar: Unicode.Scalar) -> Int? {
        if (0x30...0x39).contains(scalar.value) { return Int(scalar.value) - 0x30 }
        guard scalar.value > 0x7F, scalar.value <= 0xFFFF, scalar.properties.generalCategory == .decimalNumber,
            let value = scalar.properties.numericValue
        else { return nil }
        return Int(value)
    }

    /// `Double.parseDouble`: decimal or hexadecimal, a type suffix, `NaN` and `Infinity` in exactly this case.
    public static func double(_ text: String) -> Double? { floatingPoint(text) }

    /// `Float.parseFloat`, by the same rules.
    public static func float(_ text: String) -> Float? { floatingPoint(text) }

    private static func floatingPoint<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ text: String
    ) -> Number? {
        var scanner = Scanner(bytes: Array(text.javaTrimmed.utf8))
        let isNegative = scanner.skip("-")
        if !isNegative { _ = scanner.skip("+") }
        if scanner.rest == "NaN" { return .nan }
        if scanner.rest == "Infinity" { return isNegative ? -.infinity : .infinity }
        let start = scanner.position
        guard scanner.skipNumber() else { return nil }
        let number = String(decoding: scanner.bytes[start..<scanner.position], as: UTF8.self)
        _ = scanner.skip("f", "F", "d", "D")
        guard scanner.isAtEnd, let magnitude = Number(number) else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    /// `Double.toString`: plain from 0.001 to below 10,000,000, else with an exponent, always with a fraction.
    public static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        let sign = value.sign == .minus ? "-" : ""
        if value.isInfinite { return sign + "Infinity" }
        if value == 0 { return sign + "0.0" }
        let (digits, exponent) = decimal(value.magnitude)
        let count = digits.utf8.count
        switch exponent {
        case 1...7 where exponent >= count:
            return sign + digits + String(repeating: "0", count: exponent - count) + ".0"
        case 1...7:
            return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
        case -2...0:
            return sign + "0." + String(repeating: "0", count: -exponent) + digits
        default:
            let fraction = count == 1 ? "0" : digits.dropFirst()
            return sign + digits.prefix(1) + "." + fraction + "E\(exponent - 1)"
        }
    }

    /// The shortest digits d₁d₂… and the exponent e with value = 0.d₁d₂… × 10ᵉ.
    private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0]
        var digits = String(whole + (mantissa.count > 1 ? mantissa[1] : ""))
        var exponent = whole.utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.hasPrefix("0") {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.hasSuffix("0") { digits.removeLast() }
        return (digits, exponent)
    }
}

/// Walks over the bytes of a floating-point literal.
private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }
    var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard position < bytes.count, characters.contains(Unicode.Scalar(bytes[position])) else { return false }
        position += 1
        return true
    }

    /// Skips digits and says whether there were any.
    mutating func skipDigits(hexadecimal: Bool = false) -> Bool {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x30...0x39: position += 1
            case 0x41...0x46 where hexadecimal: position += 1
            case 0x61...0x66 where hexadecimal: position += 1
            default: return position > start
            }
        }
        return position > start
    }

    /// Skips a number without sign and suffix and says whether there was one.
    mutating func skipNumber() -> Bool {
        let start = position
        if skip("0"), skip("x", "X") {
            return skipDigitsAndFraction(hexadecimal: true) && skip("p", "P") && skipExponentDigits()
        }
        position = start
        guard skipDigitsAndFraction(hexadecimal: false) else { return false }
        return !skip("e", "E") || skipExponentDigits()
    }

    private mutating func skipDigitsAndFraction(hexadecimal: Bool) -> Bool {
        let hasWhole = skipDigits(hexadecimal: hexadecimal)
        let hasFraction = skip(".") && skipDigits(hexadecimal: hexadecimal)
        return hasWhole || hasFraction
    }

    private mutating func skipExponentDigits() -> Bool {
        _ = skip("+", "-")
        return skipDigits()
    }
}
