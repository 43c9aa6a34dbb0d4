import JavaText
import Testing

@Suite struct JavaRegexTests {
    @Test func givesUpWhatWouldTakeForever() throws {
        let regex = try JavaRegex("(a|a)*b")
        let text = String(repeating: "a", count: 40) + "bc"
        let error = #expect(throws: JavaRegexError.self) { try regex.wholeMatch(text) }
        #expect(error?.description.contains("'(a|a)*b' needs more than 10000000 steps") == true)
        // The same instance goes on with other texts.
        #expect(try regex.wholeMatch("aab"))
    }

    @Test func matchesLongTexts() throws {
        let text = String(repeating: "ab", count: 50_000)
        #expect(try JavaRegex("(?:a(b))*").wholeMatch(text))
        #expect(try JavaRegex("(a|b)+?").wholeMatch(text))
    }

    @Test(arguments: [
        (#"(?<=a{0,300})b"#, "more than 256 lengths"), (#"(?<=(a|bc))d"#, "capturing groups in a look-behind"),
        (#"\N{DIGIT ONE}"#, #"write the character as \x{h…h}"#), (#"a\b{g}"#, "grapheme clusters"),
        ("a{70000}", "Repetitions above 65535"), ("(?c)a", "canonical equivalence"),
        (#"(?<=\X)a"#, #"\X in a look-behind"#),
        (String(repeating: "(", count: 300), "nested more than 250 deep"),
    ]) func refusesByNameWhatItCannotHonour(_ pattern: String, _ reason: String) {
        let error = #expect(throws: JavaRegexError.self) { try JavaRegex(pattern) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
        #expect(error?.description.contains(" near index ") == true)
    }

    @Test func showsThePlaceAsJavaDoes() {
        let error = #expect(throws: JavaRegexError.self) { try JavaRegex("a(b") }
        #expect(error?.description == "Unclosed group near index 3\na(b")
        let second = #expect(throws: JavaRegexError.self) { try JavaRegex("*ab") }
        #expect(second?.description == "Dangling meta character '*' near index 0\n*ab\n^")
    }

    @Test func refusesTextThatIsNotUTF8() throws {
        let regex = try JavaRegex(".*")
        #expect(throws: JavaRegexError.self) { try [0x61, 0xFF].withUnsafeBytes { try regex.wholeMatch($0) } }
        #expect(try regex.wholeMatch(UnsafeRawBufferPointer(start: nil, count: 0)))
    }
}
