import CMillrace
import ConnectData
import Testing

@testable import TaskRuntime

/// What a source task keeps for records in flight and for the offset store.
@Suite struct SourceTableTests {
    @Test func tokensComeBackWithTheirTicketsAndSlotsAreUsedAgain() throws {
        var table = TokenTable()
        let opaques = (0..<100).map { table.insert(token: UInt64($0 + 1), ticket: UInt($0 * 3)) }
        #expect(Set(opaques).count == 100)
        for (number, opaque) in opaques.enumerated().reversed() {
            let found = table.remove(opaque)
            #expect(found?.token == UInt64(number + 1) && found?.ticket == UInt(number * 3))
        }
        let again = (0..<100).map { table.insert(token: UInt64($0 + 500), ticket: 0) }
        #expect(Set(again) == Set(opaques))
    }

    @Test func ticketsAreNoTokens() {
        var table = TokenTable()
        for segment in [0, 1, 1 << 20, 1 << 42] {
            let ticket = OffsetTracker.Ticket(partition: OffsetTracker.mostPartitions - 1, segment: segment)
            #expect(ticket.opaque != 0)
            #expect(ticket.partition == OffsetTracker.mostPartitions - 1 && ticket.segment == segment)
            let token = table.remove(ticket.opaque)
            #expect(token == nil)
        }
        let none = table.remove(0)
        #expect(none == nil)
    }

    @Test(arguments: [
        #"{"filename":"/tmp/x","line":-3}"#, "{}", #"{"a":null,"b":true,"c":false,"d":1.5,"e":9223372036854775807}"#,
        #"{"text":"\"quoted\" \\ \u0001 ü 😀"}"#, #"{"nested":{"list":[1,2,[]]}}"#,
    ])
    func offsetsGoToJSONAndBack(_ json: String) throws {
        let batch = Batch(records: 1)
        let value = try OffsetJSON.value(of: Array(json.utf8), in: batch)
        let again = try OffsetJSON.value(of: OffsetJSON.bytes(of: value), in: batch)
        #expect(again.equals(value))
        #expect(OffsetJSON.bytes(of: again) == OffsetJSON.bytes(of: value))
    }

    @Test func offsetsAreWrittenAsConnectsJsonConverterDoes() {
        let memory = Memory()
        let map = memory.map([
            ("i8", .integer(.int8, -1)), ("i64", .int64(.max)), ("f", .float64(0.1)), ("t", .boolean(true)),
            ("n", .null), ("s", memory.string("a\"b")), ("b", memory.bytes([1, 2, 3])),
        ])
        let json = String(decoding: OffsetJSON.bytes(of: map), as: UTF8.self)
        #expect(json == #"{"i8":-1,"i64":9223372036854775807,"f":0.1,"t":true,"n":null,"s":"a\"b","b":"AQID"}"#)
    }

    @Test func whatIsStoredAndNoJSONIsAnError() {
        let error = #expect(throws: ConnectError.self) {
            try OffsetJSON.value(of: Array("{\"a\":".utf8), in: Batch(records: 1))
        }
        #expect(error?.message.contains("not JSON") == true)
    }
}
