internal import KafkaProtocol

/// What makes a member's id unique.
enum MemberId {
    /// A random UUID as it is usually written.
    static func random() -> String {
        let uuid = WireUUID.random()
        let digits = hexadecimal(uuid.high) + hexadecimal(uuid.low)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
