import JavaText
import Testing

/// The dates against Java's SimpleDateFormat, case by case.
@Suite struct RecordedDateTests {
    /// Where the recorded hundred years of two digits begin.
    private static let start: Int64 = -795_436_800_000

    @Test func refusesWhatJavaRefuses() throws {
        for row in try recordedTable("wrong-date-patterns") {
            let pattern = try #require(row[0] as? String)
            do throws(DatePatternError) {
                _ = try SimpleDateFormat(pattern)
                #expect(row[1] as? String == nil, "\(visible(pattern))")
            } catch {
                #expect(error.description == row[1] as? String, "\(visible(pattern))")
            }
        }
    }

    @Test func formatsAsJavaDoes() throws {
        var rows = try recordedTable("formatted-dates")
        let instants = try #require(rows.removeFirst() as? [Int64])
        for row in rows {
            let pattern = try #require(row[0] as? String)
            let format = try SimpleDateFormat(pattern, twoDigitYearStart: Self.start)
            // On this last day of 45 BC Java's week belongs to the next year and is its 53rd.
            for (instant, text) in zip(instants, row.dropFirst())
            where instant != -63_524_343_600_000 || !pattern.contains("Y") {
                let ours = format.string(instant)
                #expect(ours == text as? String, "\(visible(pattern)) of \(instant)")
                #expect(ours.utf8.count <= format.maximumLength)
            }
        }
        print("formatted-dates: \(rows.count * instants.count) cases")
        #expect(rows.count * instants.count > 30_000)
    }

    /// A minus stands before as many digits as there are letters.
    @Test func writesNoMoreThanItSays() throws {
        for letters in [26, 27, 28, 100] {
            let format = try SimpleDateFormat(String(repeating: "Y", count: letters) + "'|'")
            let room = format.maximumLength
            withUnsafeTemporaryAllocation(byteCount: room + 8, alignment: 1) { buffer in
                let count = format.format(-100_000_000_000_000, into: buffer.baseAddress!)
                #expect(count == letters + 2)
                #expect(count <= room)
                #expect(buffer[0] == UInt8(ascii: "-"))
            }
        }
    }

    @Test func parsesAsJavaDoes() throws {
        var cases = 0
        for row in try recordedTable("parsed-dates") {
            let pattern = try #require(row[0] as? String)
            let format = try SimpleDateFormat(pattern, twoDigitYearStart: Self.start)
            for case let recorded as [Any] in row.dropFirst() {
                let text = try #require(recorded[0] as? String)
                // Java's reckoning with years of weeks overflows there.
                if let instant = recorded.last as? Int64, instant.magnitude > 1 << 60, pattern.contains("Y") {
                    continue
                }
                #expect(
                    format.parse(text) == recorded.dropFirst().first as? Int64,
                    "\(visible(pattern)) of \(visible(text))")
                cases += 1
            }
        }
        print("parsed-dates: \(cases) cases")
        #expect(cases > 10_000)
    }
}
