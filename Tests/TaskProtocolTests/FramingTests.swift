import Testing

@testable import TaskProtocol

@Suite("Framing and telemetry records")
struct FramingTests {
    private func feed(_ decoder: inout FrameDecoder, _ bytes: some Sequence<UInt8>) {
        Array(bytes).withUnsafeBytes { decoder.append($0) }
    }

    @Test("frames come out whole however the stream is cut", arguments: [1, 2, 3, 5, 7, 1000, 100_000])
    func cuts(size: Int) throws {
        let frames = [0, 1, 4, 300, 70_000, 2].map { [UInt8](repeating: UInt8($0 & 0xff), count: $0) }
        let stream = frames.flatMap { FrameCodec.header(count: $0.count) + $0 }
        var decoder = FrameDecoder()
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            feed(&decoder, stream[start..<min(start + size, stream.count)])
            while let frame = try decoder.next() { found.append(frame) }
        }
        #expect(found == frames)
    }

    @Test("a length above the limit is refused before memory is used for it")
    func tooLong() {
        var decoder = FrameDecoder()
        feed(&decoder, [1, 0, 0, 4])
        #expect(throws: MalformedFrame.self) { try decoder.next() }
    }

    @Test("a log line comes back as it was; a text that is too long loses its end")
    func telemetry() throws {
        let record = TelemetryRecord(level: .warning, logger: "io.x", text: "caf\u{e9}", dropped: 7)
        let decoded = record.encoded().withUnsafeBytes { TelemetryRecord(decoding: $0) }
        #expect(decoded == record)

        let long = TelemetryRecord(level: .info, logger: "l", text: String(repeating: "x", count: 100_000)).encoded()
        #expect(long.count == TelemetryRecord.largest)
    }

    @Test(
        "bytes that a plugin wrote to the channel are no record",
        arguments: [[], [1, 2, 3], [200, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 255, 255, 65]] as [[UInt8]])
    func garbage(bytes: [UInt8]) {
        #expect(bytes.withUnsafeBytes { TelemetryRecord(decoding: $0) } == nil)
    }

    @Test("supervision orders survive the command line, and no other command line has them")
    func orders() {
        for orders in [
            SupervisionOrders(parent: 7, dataLimit: nil, processesAllowed: false, rest: []),
            SupervisionOrders(parent: 7, dataLimit: 1 << 40, processesAllowed: true, rest: ["task", "--processes"]),
        ] {
            #expect(SupervisionOrders(removingFrom: ["millrace-task"] + orders.arguments) == orders)
        }
        #expect(SupervisionOrders(removingFrom: ["millrace-task", "task", "--parent=x"]) == nil)
        #expect(SupervisionOrders(removingFrom: []) == nil)
    }
}
