import ConnectData
import Testing

@Suite struct JSONReaderTests {
    /// The suite of documents: `y_` are JSON and mean what Jackson says, `n_` are not JSON, `i_` say for themselves.
    @Test func readsWhatIsJSONAndNothingElse() throws {
        let rows = RecordedRow.table("json-documents")
        #expect(rows.count > 400)
        for row in rows {
            let name = row.text("name")
            let document = row["text"].map { Array($0.utf8) } ?? row.bytes("hex")
            let strict = try? rewritten(document)
            let lenient = try? rewritten(document, allowing: [.leadingZeros, .byteOrderMark])
            let jackson = row["jackson"].map { String(decoding: [UInt8](hex: $0), as: UTF8.self) }
            switch name.hasPrefix("y_") ? "accept" : name.hasPrefix("n_") ? "reject" : row.text("expect") {
            case "accept":
                #expect(strict != nil && strict == lenient, "\(name)")
                if name.hasPrefix("y_") { #expect(strict == jackson, "\(name)") }
            case "lenient":
                #expect(strict == nil, "\(name)")
                #expect(lenient == jackson, "\(name)")
            case "reject":
                #expect(strict == nil && lenient == nil, "\(name)")
            case let other:
                Issue.record("\(name) expects \(other)")
            }
        }
    }

    @Test(arguments: [
        ("[1,2", 4, JSONError.Reason.unexpectedEnd), ("[1 2]", 3, .unexpectedByte), ("[tru]", 1, .invalidLiteral),
        ("[01]", 1, .invalidNumber), ("[1.]", 3, .invalidNumber), ("[\"a\nb\"]", 3, .controlCharacter),
        ("{\"a\":\"\\x\"}", 6, .invalidEscape), ("{} x", 3, .trailingBytes), ("", 0, .unexpectedEnd),
    ])
    func saysWhatIsWrongAndWhere(text: String, offset: Int, reason: JSONError.Reason) {
        let error = #expect(throws: JSONError.self) { try rewritten(Array(text.utf8)) }
        #expect(error?.offset == offset)
        #expect(error?.reason == reason)
    }

    @Test func resolvesEscapesInPlaceOfNamesToo() throws {
        var reader = JSONReader()
        let text = Array(#"{"na\u006de":"caf\u00e9 \ud83d\ude00 \ud800"}"#.utf8)
        try text.withUnsafeBytes { bytes in
            let document = try reader.read(bytes)
            "name".withCString { #expect(document.equals(document[1], UnsafeRawBufferPointer(start: $0, count: 4))) }
            "game".withCString { #expect(!document.equals(document[1], UnsafeRawBufferPointer(start: $0, count: 4))) }
        }
        #expect(try rewritten(text) == #"{"name":"café \uD83D\uDE00 ?"}"#)
    }

    /// Whatever is done to a document, the reader answers; and what it accepts, it accepts again when written anew.
    @Test func survivesMutations() throws {
        var random = SplitMix(state: 42)
        var reader = JSONReader()
        let documents = RecordedRow.table("json-documents").filter { $0.text("name").hasPrefix("y_") }
            .map { $0["text"].map { Array($0.utf8) } ?? $0.bytes("hex") }
        var accepted = 0
        for _ in 0..<20_000 {
            var document = documents[Int(random.next() % UInt64(documents.count))]
            if random.next() % 4 == 0 { document += documents[Int(random.next() % UInt64(documents.count))] }
            for _ in 0...Int(random.next() % 3) { random.mutate(&document) }
            let leniency: JSONReader.Leniency = random.next() % 2 == 0 ? [] : [.leadingZeros, .byteOrderMark]
            guard let once = try? rewritten(document, with: &reader, allowing: leniency) else { continue }
            accepted += 1
            if once.contains("(") { continue }
            #expect(try rewritten(Array(once.utf8), with: &reader, allowing: []) == once)
        }
        #expect(accepted > 1000)
    }
}

/// Sebastiano Vigna's SplitMix64: the same sequence on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Changes, removes or inserts one byte.
    mutating func mutate(_ document: inout [UInt8]) {
        let alphabet = Array("{}[]:,\"\\ 0123456789.eE+-tfnu\u{1}é".utf8)
        let byte = next() % 8 == 0 ? UInt8(truncatingIfNeeded: next()) : alphabet[Int(next() % UInt64(alphabet.count))]
        let place = Int(next() % UInt64(document.count + 1))
        switch next() % 3 {
        case 0 where place < document.count: document[place] = byte
        case 1 where place < document.count: document.remove(at: place)
        default: document.insert(byte, at: place)
        }
    }
}
