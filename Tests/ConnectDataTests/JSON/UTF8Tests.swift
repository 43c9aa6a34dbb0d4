import ConnectData
import Testing

@Suite struct UTF8Tests {
    private static let kinds: [UInt8] = [
        0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0,
        0xF1, 0xF4, 0xF5, 0xF8, 0xFF,
    ]

    /// Every sequence of up to four bytes of each kind that the rules tell apart gives what Java's decoder gives.
    @Test func replacesWhatIsMalformedAsJava() throws {
        for row in RecordedRow.table("utf8") {
            guard let digest = row["digest"] else {
                #expect(replaced(row.bytes("input")).hex == row["replaced"])
                continue
            }
            let first = try #require(UInt8(row.text("first"), radix: 16))
            let length = try #require(Int(row.text("length")))
            #expect(Self.digest(first: first, length: length) == digest, "\(row.text("first")), \(length) bytes")
        }
    }

    /// A text is valid exactly if Swift's own validating decoder takes it.
    @Test func tellsValidFromInvalid() {
        var random = SplitMix(state: 1)
        var valid = 0
        for _ in 0..<20_000 {
            let text = (0..<Int(random.next() % 70)).map { _ -> UInt8 in
                random.next() % 16 > 0 ? 0x61 : Self.kinds[Int(random.next() % UInt64(Self.kinds.count))]
            }
            let expected = String(validating: text, as: UTF8.self) != nil
            if expected { valid += 1 }
            #expect(text.withUnsafeBytes { isValidUTF8($0) } == expected, "\(text.hex)")
        }
        #expect(valid > 1000)
        for text in ["", "ASCII", "é", "漢字", "😀", "thirty-two bytes of ASCII before é"] {
            #expect(Array(text.utf8).withUnsafeBytes { isValidUTF8($0) })
        }
        #expect(isValidUTF8(UnsafeRawBufferPointer(start: nil, count: 0)))
    }

    /// Sequences at the end of a text, and with more behind them.
    @Test(arguments: [[], [0x61], [0x61, 0x61, 0x61, 0x61], [0xC3, 0xA9]] as [[UInt8]])
    func judgesEveryKindOfSequence(_ rest: [UInt8]) {
        for first in Self.kinds {
            for second in Self.kinds {
                for third in Self.kinds {
                    let text = [first, second, third] + rest
                    let isValid = String(validating: text, as: UTF8.self) != nil
                    let judged = text.withUnsafeBytes { isValidUTF8($0) }
                    if judged != isValid { Issue.record("\(text.hex) is \(isValid ? "valid" : "malformed")") }
                }
            }
        }
    }

    private func replaced(_ input: [UInt8]) -> [UInt8] { Self.replaced(input) }

    private static func replaced(_ input: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: input.count * 3) { buffer, count in
            count = input.withUnsafeBytes { replaceInvalidUTF8($0, into: UnsafeMutableRawBufferPointer(buffer)) }
        }
    }

    /// FNV-1a over the outputs of all sequences that begin with a byte, in the order of the recorder.
    private static func digest(first: UInt8, length: Int) -> String {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        var input = [UInt8](repeating: first, count: length)
        let count = (1..<max(length, 1)).reduce(1) { product, _ in product * kinds.count }
        for number in 0..<count {
            var rest = number
            for place in 1..<max(length, 1) {
                input[place] = kinds[rest % kinds.count]
                rest /= kinds.count
            }
            for byte in replaced(input) { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return String(digest, radix: 16)
    }
}
