import ConnectData
import Testing

@Suite struct ValueTypeTests {
    @Test func everyTagIsItsTypeAndNoOtherIs() {
        for tag in UInt8.min...UInt8.max { #expect(ValueType(tag: tag) == ValueType(rawValue: tag)) }
    }
}
