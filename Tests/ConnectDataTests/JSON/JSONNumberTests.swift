import ConnectData
import Testing

@Suite struct JSONNumberTests {
    /// Each number as long, double, float and decimal, as Jackson gives it to JsonConverter.
    @Test func readsNumbersAsJackson() throws {
        let rows = RecordedRow.table("json-numbers")
        #expect(rows.count > 400)
        var reader = JSONReader()
        for row in rows {
            let text = row.text("text")
            try Array(text.utf8).withUnsafeBytes { bytes in
                let document = try reader.read(bytes, allowing: .leadingZeros)
                let token = document[0]
                let decimal = decimal(document, token)
                guard row["error"] == nil else {
                    #expect(decimal == nil, "\(text)")
                    return
                }
                #expect(decimal?.unscaled.hex == row["unscaled"], "\(text)")
                #expect(decimal.map { String($0.scale) } == row["scale"], "\(text)")
                #expect(String(document.double(token).bitPattern, radix: 16) == row["double"], "\(text)")
                #expect(String(document.float(token).bitPattern, radix: 16) == row["float"], "\(text)")
                #expect((token.kind == .decimal) == (row["long"] == nil), "\(text)")
                if let long = row["long"] {
                    #expect(String(Int64(bitPattern: document.lowBits(bytes))) == long, "\(text)")
                    #expect((token.kind == .integer) == (Int64(text) != nil), "\(text)")
                }
            }
        }
    }

    private func decimal(_ document: JSONDocument, _ token: JSONToken) -> (unscaled: [UInt8], scale: Int32)? {
        let text = document.text(token)
        var unscaled = [UInt8](repeating: 0, count: DecimalText.unscaledCapacity(text.count))
        let parts = unscaled.withUnsafeMutableBytes {
            $0.baseAddress.flatMap { DecimalText.unscaled(text, into: $0) }
        }
        return parts.map { (Array(unscaled[..<$0.length]), $0.scale) }
    }
}
