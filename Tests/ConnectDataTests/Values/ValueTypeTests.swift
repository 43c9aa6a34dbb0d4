import CMillrace
import ConnectData
import Testing

@Suite struct ValueTypeTests {
    @Test func everyTagIsItsTypeAndNoOtherIs() {
        let tags: [ClosedRange<millrace_type>] = [0...1000, .max - 1000 ... .max]
        for tag in tags.joined() { #expect(ValueType(tag: tag) == ValueType(rawValue: tag)) }
    }
}
