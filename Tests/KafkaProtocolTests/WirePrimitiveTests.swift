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
        var writer = WireWriter(isFlexible: true)
        writer.unsignedVarint(value)
        #expect(Array(writer.buffer.readableBytesView) == bytes)
        var reader = WireReader(writer.buffer, isFlexible: true)
        #expect(try reader.unsignedVarint() == value)
    }

    @Test(arguments: [[0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0x1F], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]] as [[UInt8]])
    func varintsThatAreNone(_ bytes: [UInt8]) {
        var reader = WireReader(ByteBuffer(bytes: bytes), isFlexible: true)
        #expect(throws: WireError.self) { try reader.unsignedVarint() }
    }

    @Test(arguments: [false, true]) func nullIsNotEmpty(_ isFlexible: Bool) throws {
        var writer = WireWriter(isFlexible: isFlexible)
        writer.string(nil)
        writer.string("")
        writer.bytes(nil)
        writer.bytes(ByteBuffer())
        writer.array([Int32]?.none) { $0.integer($1) }
        writer.array([Int32]()) { $0.integer($1) }
        var reader = WireReader(writer.buffer, isFlexible: isFlexible)
        #expect(try reader.nullableString() == nil)
        #expect(try reader.nullableString() == "")
        #expect(try reader.nullableBytes() == nil)
        #expect(try reader.nullableBytes() == ByteBuffer())
        #expect(try reader.nullableArray { reader throws(WireError) in try reader.integer(Int32.self) } == nil)
        #expect(try reader.nullableArray { reader throws(WireError) in try reader.integer(Int32.self) } == [])
        try reader.end()
    }

    /// A length that lies neither reads beyond the message nor reserves memory.
    @Test(
        arguments: [
            (false, [0x7F, 0xFF, 0xFF, 0xFF]), (false, [0xFF, 0xFF, 0xFF, 0xFE]),
            (true, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        ] as [(Bool, [UInt8])]) func lengthsThatLie(_ isFlexible: Bool, _ bytes: [UInt8])
    {
        let reader = WireReader(ByteBuffer(bytes: bytes), isFlexible: isFlexible)
        var copy = reader
        #expect(throws: WireError.self) { try copy.array { reader throws(WireError) in try reader.integer(Int8.self) } }
        copy = reader
        #expect(throws: WireError.self) { try copy.bytes() }
        copy = reader
        #expect(throws: WireError.self) { try copy.string() }
    }

    @Test func unknownTaggedFieldsAreSkipped() throws {
        var reader = WireReader(ByteBuffer(bytes: [2, 0, 1, 0xAA, 9, 2, 0xBB, 0xCC, 0x2A]), isFlexible: true)
        try reader.taggedFields()
        #expect(try reader.integer(Int8.self) == 42)
        var torn = WireReader(ByteBuffer(bytes: [1, 0, 5, 0xAA]), isFlexible: true)
        #expect(throws: WireError.self) { try torn.taggedFields() }
    }

    @Test func whatFollowsAMessageIsAnError() {
        #expect(throws: WireError.self) { try WireReader(ByteBuffer(bytes: [0]), isFlexible: false).end() }
    }

    @Test func requestHeaders() throws {
        for (isFlexible, bytes) in [(false, "000d00040000000900026d65"), (true, "000d00040000000900026d6500")] {
            let header = RequestHeader(key: .leaveGroup, version: 4, correlationId: 9, clientId: "me")
            var writer = WireWriter(isFlexible: isFlexible)
            header.write(to: &writer)
            #expect(hex(writer.buffer) == bytes)
            var reader = WireReader(writer.buffer, isFlexible: false)
            #expect(try RequestHeader(from: &reader) { _, _ in isFlexible } == header)
            #expect(reader.isFlexible == isFlexible)
            try reader.end()
        }
    }

    @Test func responseHeaders() throws {
        for (key, bytes) in [(APIKey.leaveGroup, "0000000900"), (.apiVersions, "00000009")] {
            var writer = WireWriter(isFlexible: true)
            ResponseHeader(correlationId: 9).write(to: &writer, answering: key)
            #expect(hex(writer.buffer) == bytes)
            var reader = WireReader(writer.buffer, isFlexible: true)
            #expect(try ResponseHeader(from: &reader, answering: key).correlationId == 9)
            try reader.end()
        }
    }

    @Test func framesAreCutWhereverTheStreamIsTorn() throws {
        let channel = EmbeddedChannel(handlers: [
            ByteToMessageHandler(FrameDecoder(limit: 5)), MessageToByteHandler(FrameEncoder()),
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
}
