import ConnectData
import Testing

@Suite struct JSONWritingTests {
    @Test func writesStringsAsJackson() {
        for row in RecordedRow.table("json-strings") {
            let written = output { buffer in row.bytes("input").withBytes { buffer.appendJSONString($0) } }
            #expect(written == String(decoding: row.bytes("json"), as: UTF8.self))
        }
    }

    /// Every double and float as Java shows it, and in JSON, where what is not finite is a string.
    @Test func writesFloatingPointAsJava() throws {
        let rows = RecordedRow.table("json-floating-point")
        #expect(rows.count > 900)
        for row in rows {
            let (text, json): (String, String)
            if row["width"] == "64" {
                let number = Double(bitPattern: try #require(UInt64(row.text("bits"), radix: 16)))
                text = output { $0.append(number) }
                json = output { $0.appendJSONNumber(number) }
            } else {
                let number = Float(bitPattern: try #require(UInt32(row.text("bits"), radix: 16)))
                text = output { $0.append(number) }
                json = output { $0.appendJSONNumber(number) }
            }
            #expect(text == row["text"])
            #expect(json == row["json"])
        }
    }

    @Test func writesDecimalsAsJackson() throws {
        let rows = RecordedRow.table("json-decimals")
        #expect(rows.count > 600)
        for row in rows {
            let scale = try #require(Int32(row.text("scale")))
            let written = output { buffer in row.bytes("unscaled").withBytes { buffer.appendDecimal($0, scale: scale) }
            }
            #expect(written == row["json"])
        }
    }

    @Test func writesIntegers() {
        for number in [0, 1, -1, 9, 10, 99, 100, 1_234_567_890, .max, .min] as [Int64] {
            #expect(output { $0.append(number) } == String(number))
        }
        #expect(output { $0.append(UInt64.max) } == String(UInt64.max))
    }

    @Test func writesAndReadsBase64AsJackson() {
        for row in RecordedRow.table("json-base64") {
            var decoded = [UInt8](repeating: 0, count: row.text("text").utf8.count + 3)
            let length = Array(row.text("text").utf8).withUnsafeBytes { text in
                decoded.withUnsafeMutableBytes { $0.baseAddress.flatMap { Base64.decode(text, into: $0) } }
            }
            #expect(
                length.map { Array(decoded[..<$0]) } == row["bytes"].map { [UInt8](hex: $0) }, "\(row.text("text"))")
        }
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            #expect(output { buffer in Array(bytes.utf8).withBytes { buffer.appendJSONBase64($0) } } == "\"\(text)\"")
        }
    }

    private func output(_ write: (inout OutputBuffer) -> Void) -> String {
        var buffer = OutputBuffer()
        write(&buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }
}
