import NIOCore
import NIOEmbedded
import Testing

@testable import KafkaProtocol

@Suite struct WirePrimitiveTests {
    /// The examples of Protocol Buffers, whose encoding it is.
    @Test(
        arguments: [
            (0, [0x00]), (1, [0x01]), (127, [0x7F]), (128, [0x80, 0x01]), (300, [0xAC, 0x02]),
            (UInt32.max, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        ] as [(UInt32, [UInt8])]) func varints(_ value: UInt32, _ bytes: [UInt8]) throws
    {
        var writer = WireCoder(writingTo: ByteBuffer(), version: 0, isFlexible: true)
        var (written, read) = (value, UInt32.zero)
        try writer.unsignedVarint(&written)
        #expect(Array(writer.buffer.readableBytesView) == bytes)
        var reader = WireCoder(reading: writer.buffer, version: 0, isFlexible: true)
        try reader.unsignedVarint(&read)
        #expect(read == value)
    }

    @Test(arguments: [[0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x1F], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]] as [[UInt8]])
    func varintsThatAreNone(_ bytes: [UInt8]) {
        var reader = WireCoder(reading: ByteBuffer(bytes: bytes), version: 0, isFlexible: true)
        #expect(throws: WireError.self) {
            var value: UInt32 = 0
            try reader.unsignedVarint(&value)
        }
    }

    @Test(arguments: [false, true]) func nullIsNotEmpty(_ isFlexible: Bool) throws {
        var (written, read) = (Nullables(), Nullables())
        (written.text, written.bytes, written.list) = (["", nil], [ByteBuffer(), nil], [[], nil])
        (read.text, read.bytes, read.list) = (["x", "x"], [nil, ByteBuffer()], [[1], [1]])
        var writer = WireCoder(writingTo: ByteBuffer(), version: 0, isFlexible: isFlexible)
        try written.code(with: &writer)
        var reader = WireCoder(reading: writer.buffer, version: 0, isFlexible: isFlexible)
        try read.code(with: &reader)
        #expect(read == written)
        try reader.end()
    }

    private struct Nullables: WireStructure {
        var text: [String?] = []
        var bytes: [ByteBuffer?] = []
        var list: [[Int32]?] = []

        mutating func code(with coder: inout WireCoder) throws(WireError) {
            for index in text.indices { try coder.nullableString(&text[index]) }
            for index in bytes.indices { try coder.nullableBytes(&bytes[index]) }
            for index in list.indices { try coder.nullableArray(&list[index]) }
        }
    }

    /// A schema that allows null from version 2 on stands for another, in which nothing is said by an empty value.
    @Test func beforeItIsKnownNullIsWrittenAsEmpty() throws {
        for (version, bytes) in [(Int16(1), "000000000000"), (2, "ffffffffffff")] {
            var (text, list) = (String?.none, [RequestHeader]?.none)
            var writer = WireCoder(writingTo: ByteBuffer(), version: version, isFlexible: false)
            try writer.nullableString(&text, since: 2)
            try writer.nullableArray(&list, since: 2)
            #expect(hex(writer.buffer) == bytes)
            #expect(text == nil && list == nil)
            var reader = WireCoder(reading: writer.buffer, version: version, isFlexible: false)
            try reader.nullableString(&text, since: 2)
            try reader.nullableArray(&list, since: 2)
            #expect(text == (version < 2 ? "" : nil))
            #expect(list == (version < 2 ? [] : nil))
        }
        var reader = WireCoder(reading: ByteBuffer(bytes: [0xFF, 0xFF]), version: 1, isFlexible: false)
        #expect(throws: WireError.self) {
            var text: String?
            try reader.nullableString(&text, since: 2)
        }
    }

    /// A length that lies neither reads beyond the message nor reserves memory.
    @Test(
        arguments: [
            (false, [0x7F, 0xFF, 0xFF, 0xFF]), (false, [0xFF, 0xFF, 0xFF, 0xFE]),
            (true, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        ] as [(Bool, [UInt8])]) func lengthsThatLie(_ isFlexible: Bool, _ bytes: [UInt8])
    {
        let reader = WireCoder(reading: ByteBuffer(bytes: bytes), version: 0, isFlexible: isFlexible)
        #expect(throws: WireError.self) {
            var (copy, list) = (reader, [Int8]())
            try copy.array(&list)
        }
        #expect(throws: WireError.self) {
            var (copy, bytes) = (reader, ByteBuffer())
            try copy.bytes(&bytes)
        }
        #expect(throws: WireError.self) {
            var (copy, text) = (reader, "")
            try copy.string(&text)
        }
    }

    @Test func aStringThatIsTooLongForItsLengthIsNotWritten() {
        var coder = WireCoder(writingTo: ByteBuffer(), version: 0, isFlexible: false)
        #expect(throws: WireError.self) {
            var text = String(repeating: "x", count: 0x8000)
            try coder.string(&text)
        }
    }

    @Test func unknownTaggedFieldsAreSkipped() throws {
        let bytes = ByteBuffer(bytes: [2, 0, 1, 0xAA, 9, 2, 0xBB, 0xCC, 0x2A])
        var reader = WireCoder(reading: bytes, version: 0, isFlexible: true)
        try reader.taggedFields()
        var value: Int8 = 0
        try reader.integer(&value)
        #expect(value == 42)
        var torn = WireCoder(reading: ByteBuffer(bytes: [1, 0, 5, 0xAA]), version: 0, isFlexible: true)
        #expect(throws: WireError.self) { try torn.taggedFields() }
    }

    @Test func whatFollowsAMessageIsAnError() {
        let reader = WireCoder(reading: ByteBuffer(bytes: [0]), version: 0, isFlexible: false)
        #expect(throws: WireError.self) { try HeartbeatResponse(reading: reader) }
        #expect(throws: WireError.self) { try reader.end() }
    }

    @Test(
        arguments: [
            (.leaveGroup, 3, "000d00030000000900026d65", false), (.leaveGroup, 4, "000d00040000000900026d6500", true),
            // A version that is not known, of a kind that is; and a kind that is not.
            (.apiVersions, 77, "0012004d0000000900026d6500", true),
            (APIKey(rawValue: 999), 0, "03e700000000000900026d65", false),
        ] as [(APIKey, Int16, String, Bool)])
    func requestHeaders(_ key: APIKey, _ version: Int16, _ bytes: String, _ isFlexible: Bool) throws {
        var header = RequestHeader()
        header.requestApiKey = key
        header.requestApiVersion = version
        header.correlationId = 9
        header.clientId = "me"
        let writer = try header.write()
        #expect(hex(writer.buffer) == bytes)
        let (read, body) = try RequestHeader.read(from: writer.buffer)
        #expect(read == header)
        #expect(body.isFlexible == isFlexible)
        #expect(body.version == version)
        try body.end()
    }

    @Test(
        arguments: [
            (.leaveGroup, 3, "00000009"), (.leaveGroup, 4, "0000000900"), (.apiVersions, 0, "00000009"),
            (.apiVersions, 4, "00000009"),
        ] as [(APIKey, Int16, String)])
    func responseHeaders(_ key: APIKey, _ version: Int16, _ bytes: String) throws {
        var request = RequestHeader()
        request.requestApiKey = key
        request.requestApiVersion = version
        request.correlationId = 9
        let writer = try ResponseHeader.write(answering: request)
        #expect(hex(writer.buffer) == bytes)
        let (header, body) = try ResponseHeader.read(from: writer.buffer, answering: request)
        #expect(header.correlationId == 9)
        #expect(body.isFlexible == request.isFlexible)
        try body.end()
    }

    @Test func framesAreCutWhereverTheStreamIsTorn() throws {
        let channel = EmbeddedChannel(handlers: [
            ByteToMessageHandler(FrameDecoder(limit: 5)), FrameEncoder(),
        ])
        try channel.writeOutbound(ByteBuffer(string: "abc"))
        try channel.writeOutbound(ByteBuffer())
        var stream = ByteBuffer()
        while let part = try channel.readOutbound(as: ByteBuffer.self) { stream.writeImmutableBuffer(part) }
        for byte in stream.readableBytesView { try channel.writeInbound(ByteBuffer(bytes: [byte])) }
        #expect(try channel.readInbound(as: ByteBuffer.self) == ByteBuffer(string: "abc"))
        #expect(try channel.readInbound(as: ByteBuffer.self) == ByteBuffer())
        #expect(throws: WireError.self) { try channel.writeInbound(ByteBuffer(bytes: [0, 0, 0, 6])) }
        _ = try? channel.finish()
    }

    /// A buffer that grows past 4 GiB ends the process.
    @Test func aMessageThatIsTooLargeIsNotWritten() throws {
        var bytes = ByteBufferAllocator().buffer(capacity: WireCoder.maximumSize)
        bytes.moveWriterIndex(forwardBy: WireCoder.maximumSize)
        var writer = WireCoder(writingTo: ByteBuffer(), version: 0, isFlexible: false)
        #expect(throws: WireError.self) { try writer.bytes(&bytes) }
        writer = WireCoder(writingTo: bytes, version: 0, isFlexible: true)
        var (integer, text) = (Int8(0), "")
        #expect(throws: WireError.self) { try writer.integer(&integer) }
        #expect(throws: WireError.self) { try writer.string(&text) }
    }
}

func hex(_ buffer: ByteBuffer) -> String {
    let digits = Array("0123456789abcdef")
    return String(buffer.readableBytesView.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
