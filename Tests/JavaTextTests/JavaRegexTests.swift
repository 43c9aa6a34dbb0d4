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
        ("(?<=(?:(?:(?:a{65535}){65535}){65535}){65535})x", "more than 65535 characters"),
        ("(?<=(?:a{65535}){2,3}|b{0,9})x", "more than 65535 characters"),
        (
            #"(?<=(?:[abc]x\b\#(String(repeating: "y", count: 600))){0,200})z"#,
            "when their alternatives are written out"
        ),
        (String(repeating: "(?<=(?:\(String(repeating: "a", count: 100))){0,99})", count: 90), "are written out"),
        ("[\(String(repeating: "a&&", count: 101))a]", "nested more than 100 deep"),
    ]) func refusesByNameWhatItCannotHonour(_ pattern: String, _ reason: String) {
        let error = #expect(throws: JavaRegexError.self) { try JavaRegex(pattern) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
        #expect(error?.description.contains(" near index ") == true)
    }

    /// What once recursed for each of the items, or took time that grew with their square.
    @Test(arguments: [
        "(?<=\(String(repeating: "a*", count: 30_000))b)x", "(?<=b|cd\(String(repeating: "a{2}", count: 15_000)))x|bx",
        "(?<=b\(String(repeating: "c{0}", count: 15_000)))x", "b[\(String(repeating: "ax", count: 30_000))]",
        "[\(String(repeating: "bé", count: 30_000))]x", "bx|[b&&\(String(repeating: "[bc]", count: 10_000))]x",
        "\(String(repeating: "(?i)", count: 16_000))bx",
    ]) func takesPatternsOfManyItems(_ pattern: String) throws {
        let text = Array("bx".utf8)
        do {
            let regex = try JavaRegex(pattern)
            #expect(try text.withUnsafeBytes { try regex.replaceFirst(in: $0, with: .init("", for: regex)) { _ in } })
        } catch let error as JavaRegexError {
            // PCRE2 has bounds of its own.
            #expect(error.description.hasPrefix("Not supported: "), "\(error.reason)")
        }
    }

    @Test func boundsTheLengthOfPatterns() throws {
        #expect(try JavaRegex(String(repeating: "(?i)", count: 16_384)).wholeMatch(""))
        let error = #expect(throws: JavaRegexError.self) { try JavaRegex(String(repeating: "😀", count: 32_769)) }
        #expect(
            error?.description
                == "Not supported: patterns of more than 65536 characters of UTF-16; this one has 65538")
    }

    @Test(arguments: [
        (".*(?<=^x(?:ab){0,3})c", "xababc", "xabac"), (".*(?<=^x(?:ab|c){1,2}?)d", "xabcd", "xd"),
        (".*(?<=^(?:a{2}){1,3})b", "aaaab", "aaab"),
    ]) func looksBehindForSeveralLengths(_ pattern: String, _ matching: String, _ other: String) throws {
        let regex = try JavaRegex(pattern)
        #expect(try regex.wholeMatch(matching))
        #expect(try !regex.wholeMatch(other))
    }

    @Test func boundsTheMemoryOfMatches() throws {
        let text = String(repeating: "ab", count: 2_000_000)
        let error = #expect(throws: JavaRegexError.self) { try JavaRegex("(?:a(b)(c)?|x)*?y").wholeMatch(text) }
        #expect(error?.description.contains("heap limit") == true, "\(String(describing: error))")
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
