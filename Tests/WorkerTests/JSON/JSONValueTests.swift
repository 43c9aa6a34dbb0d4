import Testing
import Worker

@Suite("The JSON of the control plane")
struct JSONValueTests {
    @Test(
        "What is written back is what was read, without white space",
        arguments: [
            (" { } ", "{}"), ("[1, 2.50 ,-0,1e+9]", "[1,2.50,-0,1e+9]"), (#"{"b":1,"a":null}"#, #"{"b":1,"a":null}"#),
            (#""\u00e4\ud83d\ude00\/""#, #""ä😀/""#), (#""\b\f\n\r\t\u001F\"\\""#, #""\b\f\n\r\t\u001F\"\\""#),
            (#"{"a":1,"a":2}"#, #"{"a":2}"#), ("123456789012345678901234567890", "123456789012345678901234567890"),
        ])
    func roundTrip(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text.utf8).text == expected)
    }

    @Test(
        "What is no JSON is refused with its place",
        arguments: [
            ("", 1, 1), ("{bad", 1, 2), ("[1,]", 1, 4), ("{\"a\":\n 01}", 2, 3), ("nul", 1, 1), ("\"\u{1}\"", 1, 2),
            ("\"\\ud800\"", 1, 8), ("1 2", 1, 3), ("[", 1, 2), ("\"\\x\"", 1, 3), ("+1", 1, 1), (".5", 1, 1),
        ])
    func refusal(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("Text that is not UTF-8, and nesting without end, are refused")
    func refusedBytes() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xff, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [UInt8](repeating: 0x5b, count: 100_000)) }
    }

    @Test(
        "Values are equal if they mean the same",
        arguments: [
            (#"{"a":1,"b":[2]}"#, #"{"b":[2],"a":1}"#, true), ("1", "1.0", false), ("1.0", "1.00", true),
            ("[1,2]", "[2,1]", false), (#""a""#, #""\u0061""#, true), ("-0", "0", true),
        ])
    func equality(left: String, right: String, equal: Bool) throws {
        let values = try [left, right].map { try JSONValue(parsing: $0.utf8) }
        #expect((values[0] == values[1]) == equal)
        #expect((Set(values).count == 1) == equal)
    }
}
