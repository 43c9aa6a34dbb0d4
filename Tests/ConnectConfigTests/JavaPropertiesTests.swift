import ConnectConfig
import Testing

@Suite struct JavaPropertiesTests {
    @Test(arguments: RecordedRow.table("properties"))
    func readsFilesAsJavaDoes(row: RecordedRow) throws {
        let input = try #require(row.text("input"))
        let bytes = input.unicodeScalars.map { UInt8($0.value) }
        // Java takes these bytes for two ISO-8859-1 characters; they are a UTF-8 é, and read as such here.
        if input == "a=caf\u{C3}\u{A9}" {
            #expect(try JavaProperties(parsing: bytes).dictionary == ["a": "caf\u{E9}"])
            return
        }
        do throws(JavaProperties.SyntaxError) {
            let properties = try JavaProperties(parsing: bytes)
            #expect(row["entries"] == .map(properties.dictionary))
        } catch {
            #expect(row.has("error"), "\(error)")
        }
    }

    @Test func anEntryKnowsItsLine() throws {
        let text = "# comment\n\na=1\nb=2,\\\n  3\n\\\n\n! more\r\nc=4\rd=5\na=6\n"
        let properties = try JavaProperties(parsing: text.utf8)
        #expect(properties.entries.map(\.key) == ["a", "b", "c", "d", "a"])
        #expect(properties.entries.map(\.line) == [3, 4, 9, 10, 11])
        #expect(properties.line(of: "a") == 11)
        #expect(properties.line(of: "x") == nil)
    }

    @Test func aMalformedEscapeNamesItsLine() {
        #expect(throws: JavaProperties.SyntaxError.self) { try JavaProperties(parsing: "a=1\nb=\\u12".utf8) }
        do throws(JavaProperties.SyntaxError) {
            _ = try JavaProperties(parsing: "a=1\nb=\\u12".utf8)
        } catch {
            #expect(error.line == 2)
            #expect(error.description.hasPrefix("line 2: Malformed \\uxxxx encoding"))
        }
    }

    @Test func utf8IsReadAsUTF8AndAByteOrderMarkIsSkipped() throws {
        let properties = try JavaProperties(parsing: [0xEF, 0xBB, 0xBF] + Array("key=grün 😀".utf8))
        #expect(properties.dictionary == ["key": "grün 😀"])
    }

    @Test func aLoneSurrogateBecomesTheReplacementCharacter() throws {
        #expect(try JavaProperties(parsing: "a=x\\uD83Dy".utf8).dictionary == ["a": "x\u{FFFD}y"])
    }

    @Test func noBytesTrapTheReader() {
        var random = SplitMix(state: 42)
        let alphabet = Array("ab=: \t\\\n\r#!u0D8\u{0C}".utf8) + [0, 0x7F, 0x80, 0xC3, 0xA9, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            guard let properties = try? JavaProperties(parsing: bytes) else { continue }
            let lines = bytes.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }.count
            #expect(properties.entries.allSatisfy { (1...lines).contains($0.line) })
        }
    }
}

/// A random generator with a seed, so that a failure can be seen again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
