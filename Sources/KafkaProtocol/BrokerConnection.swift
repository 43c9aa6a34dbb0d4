internal import NIOCore
internal import NIOPosix

/// A connection to one broker, on which one request at a time is sent and answered.
struct BrokerConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var versions: [APIKey: ClosedRange<Int16>] = [:]
    private var nextId: Int32 = 0
    private let clientId: String

    /// Connects, authenticates, asks for the broker's versions, runs `body` and closes.
    static func with<Result: Sendable>(
        _ address: BrokerAddress, _ security: ClientSecurity, clientId: String, on group: any EventLoopGroup,
        _ body: @Sendable (inout BrokerConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: group)
            .connectTimeout(.seconds(5))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        ByteToMessageHandler(FrameDecoder()), MessageToByteHandler(FrameEncoder()),
                    ])
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = BrokerConnection(
                channel: channel, outbound: outbound, inbound: inbound.makeAsyncIterator(), clientId: clientId)
            try await connection.negotiate()
            try await connection.authenticate(security)
            return try await body(&connection)
        }
    }

    private init(
        channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, clientId: String
    ) {
        self.channel = channel
        self.outbound = outbound
        self.inbound = inbound
        self.clientId = clientId
    }

    /// Sends a request in the highest version that both sides know.
    mutating func send<Request: WireRequest>(_ request: Request) async throws -> Request.Response {
        let name = "\(Request.self)"
        guard let served = versions[Request.key] else { throw GroupClientError.noCommonVersion(name) }
        let version = min(served.upperBound, Request.versions.upperBound)
        guard version >= max(served.lowerBound, Request.versions.lowerBound) else {
            throw GroupClientError.noCommonVersion(name)
        }
        return try await send(request, version: version)
    }

    private mutating func send<Request: WireRequest>(
        _ request: Request, version: Int16
    ) async throws -> Request.Response {
        nextId += 1
        let isFlexible = Request.isFlexible(version)
        var writer = WireWriter(isFlexible: isFlexible)
        RequestHeader(key: Request.key, version: version, correlationId: nextId, clientId: clientId).write(to: &writer)
        request.write(to: &writer, version: version)
        try await outbound.write(writer.buffer)
        guard let frame = try await inbound.next() else { throw WireError("the broker closed the connection") }
        var reader = WireReader(frame, isFlexible: isFlexible)
        let header = try ResponseHeader(from: &reader, answering: Request.key)
        guard header.correlationId == nextId else {
            throw WireError("an answer to request \(header.correlationId) instead of \(nextId)")
        }
        let response = try Request.Response(from: &reader, version: version)
        try reader.end()
        return response
    }

    /// In version 0, which every broker serves and answers without a second attempt.
    private mutating func negotiate() async throws {
        let response = try await send(ApiVersionsRequest(), version: 0)
        guard response.error == .none else { throw GroupClientError.refused("ApiVersions", response.error) }
        versions = response.versions
    }

    private mutating func authenticate(_ security: ClientSecurity) async throws {
        guard case .saslPlain(let username, let password) = security else { return }
        let handshake = try await send(SaslHandshakeRequest(mechanism: "PLAIN"))
        guard handshake.error == .none else { throw GroupClientError.refused("SaslHandshake", handshake.error) }
        let message = ByteBuffer(string: "\0\(username)\0\(password)")
        let answer = try await send(SaslAuthenticateRequest(bytes: message))
        guard answer.error == .none else { throw GroupClientError.refused("SaslAuthenticate", answer.error) }
    }
}
