import Foundation
import JavaText
import Testing

/// The regular expressions against Java's own, case by case.
@Suite struct RecordedPatternTests {
    @Test(arguments: ["patterns", "generated-patterns"]) func matchesWhatJavaMatches(_ table: String) throws {
        let rows = try recordedTable(table)
        var matches = 0
        var refused = 0
        var unsupported = 0
        var leftovers = 0
        var indices = 0
        for row in rows {
            let pattern = try #require(row[0] as? String)
            let outcome = Result { () throws(JavaRegexError) in try JavaRegex(pattern) }
            switch outcome {
            case .failure(let error):
                let reason = row.count > 1 ? row[1] as? String : nil
                if Self.isUnsupported(error.reason) || reason.map(Self.isUnsupported) == true {
                    unsupported += 1
                    continue
                }
                // Later versions of Java say it like this.
                let isBackslash =
                    error.reason == "Unescaped trailing backslash" && reason == "Unexpected internal error"
                #expect(error.reason == reason || isBackslash, "\(visible(pattern)): \(error)")
                refused += 1
                if let index = row.last as? Int, error.description.hasPrefix("\(error.reason) near index \(index)\n") {
                    indices += 1
                }
            case .success(let regex):
                if row.count > 1, let reason = row[1] as? String {
                    // Java's compiler breaks on some empty intersections.
                    #expect(
                        Self.isUnsupported(reason) || reason == "NullPointerException",
                        "\(visible(pattern)) is refused by Java: \(reason)")
                    unsupported += 1
                    continue
                }
                for case let match as [Any] in row.dropFirst() where Self.differences[pattern] == nil {
                    leftovers += try check(regex, match) ? 0 : 1
                    matches += 1
                }
            }
        }
        print(
            "\(table): \(rows.count) patterns, \(matches) matches, \(refused) refused (\(indices) with Java's index), \(unsupported) unsupported, \(leftovers) with leftovers"
        )
        #expect(leftovers < matches / 500)
        #expect(matches > 15_000)
    }

    /// - Returns: false if Java shows for a group what it matched where the match then failed: Java does not always forget.
    private func check(_ regex: JavaRegex, _ match: [Any]) throws -> Bool {
        let text = try #require(match[0] as? String)
        #expect(
            try regex.wholeMatch(text) == (match[1] as? Int == 1), "\(visible(regex.pattern)) and \(visible(text))")
        let shown = "<" + (0...regex.groupCount).map { "$\($0)" }.joined(separator: "|") + ">"
        let first = try replaceFirst(regex, shown, text)
        let recorded = match.dropFirst(2).first as? String
        if let first, let recorded, first != recorded {
            let pairs = Array(zip(first.components(separatedBy: "|"), recorded.components(separatedBy: "|")))
            let isLeftover = pairs.enumerated().allSatisfy { index, pair in
                pair.0 == pair.1 || index > 0 && (pair.0.isEmpty || pair.0.hasPrefix(">"))
            }
            if isLeftover { return false }
        }
        #expect(first == recorded, "\(visible(regex.pattern)) in \(visible(text))")
        return true
    }

    /// Constructs that are refused by name. Java takes some look-behind groups without a limit, by oversight.
    private static func isUnsupported(_ reason: String) -> Bool {
        reason.contains("ot supported") || reason.hasPrefix("Look-behind group")
    }

    /// Where the outcome is known to differ, by the pattern, with the reason.
    private static let differences: [String: String] = [
        #"(?<=\x{1F600})b"#: "Java does not find characters above U+FFFF behind a place",
        #"(?<n563>([^-\p{Alpha}&&])+{0,3})"#: "Java takes an empty intersection for one with the last item",
        #"(?=é[^^^]{2}+).*((?iu:b?+))+|[^[&&bd&&[_]&]](?x: (?:😀[\dc])(?:\b)b*|\W)+?|(?=[&&[\]][A-C\x61-\x63A-C]1]😀\2)"#:
            "Java adds the items after an intersection to the characters before it too",
        #"(?m:(a-){0,3}?(.[d]*|^){2}?|(?:-{1,})?\*Z)(.|\2a)"#: emptyRound,
        #"(?s:([^é]*?\B)*{1,2}(d|😀{1,})){2}+"#: emptyRound,
        #"(\Qa.\E|\G\1{0,3}[\w]*){2}([^[1&&[_ ]_]&&1&&\d\S]a|1)++.{1,}+"#: emptyRound,
        #"((.){1,2}+|\d|(b{1,2}+|b)?\G){2}(?-i:([0-9]){0,3}+b)"#: emptyRound,
        #"((d*.|\Z😀{1,2})?|(?iu:\A))+-|(?<n533>([^^\w]{2}){1,2})+(c{1,}?d){0,3}"#:
            "Java forgets what an inner group matched in another order",
        #"\b*(?!(?m:[^a-cb].)(\P{Lower}))\1|(?:(?!c.)b)(?:(?iu:\p{L}[1]){2}\1|b|(\Gb?)++|.)(?m)"#:
            "Java lets a reference see what a group in a negative look-ahead matched",
        #"(?i:(?:[^[^[\p{L}^b]]\DA-C]?[&&[&&A\p{L}]&&[&&\w\p{L}.&&b]&&[^a-ÿ\p{L}]])?\p{L}(?:\p{L}+?b|[&&[^\x61-\x63\x61-\x63]\]\p{Alpha}]{1,}|a|1d){2}+|[b\x61-\x63]A|([é\P{Lu}0-9]*+.{0,3}|é[1])?+)*1[ac ]"#:
            emptyRound,
    ]

    private static let emptyRound = "Java stops to count the rounds of a group when one matches the empty text"

    @Test func knowsWhatJavaReplaces() throws {
        let rows = try recordedTable("replacements")
        for row in rows {
            let (pattern, replacement) = (try #require(row[0] as? String), try #require(row[1] as? String))
            let text = try #require(row[2] as? String)
            let regex = try JavaRegex(pattern)
            do {
                let result = try replaceFirst(regex, replacement, text) ?? text
                // Java reads the replacement only when something matches, and writes before it reads on.
                #expect(result == row[3] as? String, "\(visible(pattern)) \(visible(replacement)) \(visible(text))")
            } catch let error as JavaRegexError {
                let matches = try replaceFirst(regex, "", text) != nil
                #expect(!matches || error.reason == row.last as? String, "\(visible(pattern)) \(visible(replacement))")
            }
        }
        print("replacements: \(rows.count) cases")
        #expect(rows.count > 3000)
    }

    @Test func knowsThePropertiesOfCharacters() throws {
        var rows = try recordedTable("properties")
        let samples = try #require(rows.removeFirst() as? [Int])
        let texts = samples.compactMap { Unicode.Scalar(UInt32($0)).map { Array(String($0).utf8) } }
        // Java 17 has not taken over from Unicode which symbols are mirrored.
        for row in rows where (row[0] as? String)?.contains("javaMirrored") == false {
            let (pattern, bits) = (try #require(row[0] as? String), try #require(row[1] as? String))
            let regex = try JavaRegex(pattern)
            var wrong: [String] = []
            for (digit, characters) in zip(bits, stride(from: 0, to: samples.count, by: 4)) {
                let expected = try #require(digit.hexDigitValue)
                for (place, index) in (characters..<min(characters + 4, samples.count)).enumerated() {
                    let matches = try texts[index].withUnsafeBytes { try regex.wholeMatch($0) }
                    if matches != (expected & (8 >> place) != 0) {
                        wrong.append(String(samples[index], radix: 16))
                    }
                }
            }
            #expect(wrong.isEmpty, "\(visible(pattern)): \(wrong.count): \(wrong.prefix(12))")
        }
        print("properties: \(rows.count) patterns on \(samples.count) characters")
        #expect(rows.count > 400)
    }

    @Test func knowsTheCasesOfLetters() throws {
        let rows = try recordedTable("cases")
        let all = rows.flatMap { ($0[1] as? String ?? "").unicodeScalars }
        var checks = 0
        for (number, row) in rows.enumerated() {
            let (letter, same) = (try #require(row[0] as? String), try #require(row[1] as? String))
            let regex = try JavaRegex("(?iu)" + letter)
            let others = stride(from: number % 40, to: all.count, by: 40).map { all[$0] }
            for other in others + same.unicodeScalars {
                let isSame = same.unicodeScalars.contains(other)
                #expect(try regex.wholeMatch(String(other)) == isSame, "\(letter) and \(other)")
                checks += 1
            }
        }
        print("cases: \(rows.count) letters, \(checks) comparisons")
        #expect(rows.count > 1000)
    }

    private func replaceFirst(_ regex: JavaRegex, _ replacement: String, _ text: String) throws -> String? {
        let replacement = try JavaReplacement(replacement, for: regex)
        var result: [UInt8] = []
        let found = try Array(text.utf8).withUnsafeBytes { bytes in
            try regex.replaceFirst(in: bytes, with: replacement) { result.append(contentsOf: $0) }
        }
        return found ? String(decoding: result, as: UTF8.self) : nil
    }
}
