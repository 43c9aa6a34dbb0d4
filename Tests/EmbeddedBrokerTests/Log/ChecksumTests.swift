import CChecksum
import Testing

/// RFC 3720, B.4, with the one of all Castagnoli's catalogues.
@Suite struct ChecksumTests {
    static let vectors: [([UInt8], UInt32)] = [
        (Array(repeating: 0, count: 32), 0x8A91_36AA),
        (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
        (Array(0...31), 0x46DD_794E),
        (Array((0...31).reversed()), 0x113F_DB5C),
        (
            [
                0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0x14, 0, 0, 0,
                0x18,
            ]
                + [0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], 0xD996_3A56
        ),
        (Array("123456789".utf8), 0xE306_9283),
        ([], 0),
    ]

    @Test(arguments: vectors)
    func givesTheSumsOfTheStandard(bytes: [UInt8], sum: UInt32) {
        #expect(millrace_crc32c(0, bytes, bytes.count) == sum)
        #expect(millrace_crc32c_portable(0, bytes, bytes.count) == sum)
    }

    /// The processor's instructions work on words, and on long runs in three stripes.
    @Test func sumsAnyLengthFromAnyAddressAsTheTableDoes() {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 / 251) }
        bytes.withUnsafeBytes { bytes in
            for length in Array(0...70) + Array(3060...3090) + Array(6130...6160) + [9_990] {
                let start = length % 9
                let next = bytes.baseAddress.map { $0 + start }
                #expect(millrace_crc32c(7, next, length) == millrace_crc32c_portable(7, next, length), "\(length)")
            }
        }
    }

    @Test func goesOnWhereItStopped() {
        let bytes = Array("a batch may be summed in pieces".utf8)
        let first = millrace_crc32c(0, bytes, 7)
        let whole = bytes.withUnsafeBytes { millrace_crc32c(first, $0.baseAddress.map { $0 + 7 }, $0.count - 7) }
        #expect(whole == millrace_crc32c(0, bytes, bytes.count))
    }
}
