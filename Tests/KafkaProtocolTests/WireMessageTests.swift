import NIOCore
import Testing

@testable import KafkaProtocol

/// Every version of every message, byte for byte as Kafka 4.3's own classes write it.
@Suite struct WireMessageTests {
    @Test(
        arguments: [
            (0, ""),
            (1, ""),
            (2, ""),
            (3, "096d696c6c72616365023100"),
            (4, "096d696c6c72616365023100"),
        ] as [(Int16, String)]) func apiVersionsRequest(_ version: Int16, _ bytes: String) throws
    {
        let request =
            version < 3 ? ApiVersionsRequest() : ApiVersionsRequest(software: "millrace", softwareVersion: "1")
        try expect(request, version, bytes, ApiVersionsRequest.self)
    }

    @Test(
        arguments: [
            (0, "000000000002000d00000005000a00010006"),
            (1, "000000000002000d00000005000a0001000600000007"),
            (2, "000000000002000d00000005000a0001000600000007"),
            (3, "000003000d0000000500000a00010006000000000700"),
            (4, "000003000d0000000500000a00010006000000000700"),
        ] as [(Int16, String)]) func apiVersionsResponse(_ version: Int16, _ bytes: String) throws
    {
        let versions: [APIKey: ClosedRange<Int16>] = [.leaveGroup: 0...5, .findCoordinator: 1...6]
        let response = ApiVersionsResponse(versions: versions, throttleMilliseconds: version < 1 ? 0 : 7)
        try expect(response, version, inTheOrderOfKeys(bytes, version), ApiVersionsRequest.self)
    }

    @Test(
        arguments: [
            (0, "000567726f7570"),
            (1, "000567726f757000"),
            (2, "000567726f757000"),
            (3, "0667726f75700000"),
            (4, "00020667726f757000"),
            (5, "00020667726f757000"),
            (6, "00020667726f757000"),
        ] as [(Int16, String)]) func findCoordinatorRequest(_ version: Int16, _ bytes: String) throws
    {
        try expect(FindCoordinatorRequest(keys: ["group"]), version, bytes, FindCoordinatorRequest.self)
    }

    @Test(
        arguments: [
            (0, "00000000000300056b61666b6100002384"),
            (1, "000000070000ffff0000000300056b61666b6100002384"),
            (2, "000000070000ffff0000000300056b61666b6100002384"),
            (3, "0000000700000000000003066b61666b610000238400"),
            (4, "00000007020667726f757000000003066b61666b61000023840000000000"),
            (5, "00000007020667726f757000000003066b61666b61000023840000000000"),
            (6, "00000007020667726f757000000003066b61666b61000023840000000000"),
        ] as [(Int16, String)]) func findCoordinatorResponse(_ version: Int16, _ bytes: String) throws
    {
        let coordinator = FindCoordinatorResponse.Coordinator(
            key: version < 4 ? "" : "group", node: 3, host: "kafka", port: 9092)
        let response = FindCoordinatorResponse(
            throttleMilliseconds: version < 1 ? 0 : 7, coordinators: [coordinator])
        try expect(response, version, bytes, FindCoordinatorRequest.self)
    }

    @Test(
        arguments: [
            (0, "000567726f757000016d"),
            (1, "000567726f757000016d"),
            (2, "000567726f757000016d"),
            (3, "000567726f75700000000100016dffff"),
            (4, "0667726f757002026d000000"),
            (5, "0667726f757002026d0005676f6e650000"),
        ] as [(Int16, String)]) func leaveGroupRequest(_ version: Int16, _ bytes: String) throws
    {
        let member = LeaveGroupRequest.Member(memberId: "m", reason: version < 5 ? nil : "gone")
        try expect(LeaveGroupRequest(group: "group", members: [member]), version, bytes, LeaveGroupRequest.self)
    }

    @Test(
        arguments: [
            (0, "0000"),
            (1, "000000070000"),
            (2, "000000070000"),
            (3, "0000000700000000000100016d0001690019"),
            (4, "00000007000002026d026900190000"),
            (5, "00000007000002026d026900190000"),
        ] as [(Int16, String)]) func leaveGroupResponse(_ version: Int16, _ bytes: String) throws
    {
        let member = LeaveGroupResponse.Member(memberId: "m", groupInstanceId: "i", error: .unknownMemberId)
        let response = LeaveGroupResponse(
            throttleMilliseconds: version < 1 ? 0 : 7, error: .none, members: version < 3 ? [] : [member])
        try expect(response, version, bytes, LeaveGroupRequest.self)
    }

    @Test(
        arguments: [
            (1, "0005504c41494e")
        ] as [(Int16, String)]) func saslHandshakeRequest(_ version: Int16, _ bytes: String) throws
    {
        try expect(SaslHandshakeRequest(mechanism: "PLAIN"), version, bytes, SaslHandshakeRequest.self)
    }

    @Test(
        arguments: [
            (1, "0021000000020005504c41494e000d534352414d2d5348412d323536")
        ] as [(Int16, String)]) func saslHandshakeResponse(_ version: Int16, _ bytes: String) throws
    {
        let response = SaslHandshakeResponse(
            error: .unsupportedSASLMechanism, mechanisms: ["PLAIN", "SCRAM-SHA-256"])
        try expect(response, version, bytes, SaslHandshakeRequest.self)
    }

    @Test(
        arguments: [
            (0, "0000000400610062"),
            (1, "0000000400610062"),
            (2, "050061006200"),
        ] as [(Int16, String)]) func saslAuthenticateRequest(_ version: Int16, _ bytes: String) throws
    {
        let request = SaslAuthenticateRequest(bytes: ByteBuffer(bytes: [0, 97, 0, 98]))
        try expect(request, version, bytes, SaslAuthenticateRequest.self)
    }

    @Test(
        arguments: [
            (0, "003a00026e6f0000000101"),
            (1, "003a00026e6f000000010100000000000003e8"),
            (2, "003a036e6f020100000000000003e800"),
        ] as [(Int16, String)]) func saslAuthenticateResponse(_ version: Int16, _ bytes: String) throws
    {
        let response = SaslAuthenticateResponse(
            error: .saslAuthenticationFailed, message: "no", bytes: ByteBuffer(bytes: [1]),
            sessionLifetimeMilliseconds: version < 1 ? 0 : 1000)
        try expect(response, version, bytes, SaslAuthenticateRequest.self)
    }

    /// Writes the message, compares, reads it back, and cuts it at every byte.
    private func expect<Message: WireMessage, Request: WireRequest>(
        _ message: Message, _ version: Int16, _ bytes: String, _ request: Request.Type
    ) throws {
        let isFlexible = Request.isFlexible(version)
        var writer = WireWriter(isFlexible: isFlexible)
        message.write(to: &writer, version: version)
        #expect(hex(writer.buffer) == bytes)
        var reader = WireReader(writer.buffer, isFlexible: isFlexible)
        #expect(try Message(from: &reader, version: version) == message)
        try reader.end()
        for length in 0..<writer.buffer.readableBytes {
            var torn = WireReader(try #require(writer.buffer.getSlice(at: 0, length: length)), isFlexible: isFlexible)
            #expect(throws: WireError.self) { try Message(from: &torn, version: version) }
        }
    }

    /// The recorded answer lists kind 13 before kind 10; ours are sorted.
    private func inTheOrderOfKeys(_ bytes: String, _ version: Int16) -> String {
        let tag = version >= 3 ? "00" : ""
        return bytes.replacing("000d00000005\(tag)000a00010006\(tag)", with: "000a00010006\(tag)000d00000005\(tag)")
    }
}

func hex(_ buffer: ByteBuffer) -> String {
    let digits = Array("0123456789abcdef")
    return String(buffer.readableBytesView.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
