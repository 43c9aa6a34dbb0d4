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
                        ByteToMessageHandler(FrameDecoder()), FrameEncoder(),
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

    /// Sends a request in the highest version that both sides know, which is `lowest` at least.
    mutating func send<Request: WireRequest>(
        _ request: Request, from lowest: Int16 = Request.versions.lowerBound
    ) async throws -> Request.Response {
        let name = "\(Request.key)"
        guard let served = versions[Request.key] else { throw GroupClientError.noCommonVersion(name) }
        let version = min(served.upperBound, Request.versions.upperBound)
        guard version >= max(served.lowerBound, lowest) else {
            throw GroupClientError.noCommonVersion(name)
        }
        return try await send(request, version: version)
    }

    /// Returns when the broker closes the connection, to which nothing is sent meanwhile.
    mutating func awaitClose() async throws {
        while try await inbound.next() != nil {}
    }

    private mutating func send<Request: WireRequest>(
        _ request: Request, version: Int16
    ) async throws -> Request.Response {
        nextId += 1
        var header = RequestHeader()
        header.requestApiKey = Request.key
        header.requestApiVersion = version
        header.correlationId = nextId
        header.clientId = clientId
        var message = try header.write()
        try request.write(with: &message)
        try await outbound.write(message.buffer)
        guard let frame = try await inbound.next() else { throw WireError("the broker closed the connection") }
        let (answer, body) = try ResponseHeader.read(from: frame, answering: header)
        guard answer.correlationId == nextId else {
            throw WireError("an answer to request \(answer.correlationId) instead of \(nextId)")
        }
        return try Request.Response(reading: body)
    }

    /// In version 0, which every broker serves and answers without a second attempt.
    private mutating func negotiate() async throws {
        let response = try await send(ApiVersionsRequest(), version: 0)
        guard response.errorCode == .none else { throw GroupClientError.refused("ApiVersions", response.errorCode) }
        for served in response.apiKeys where served.minVersion <= served.maxVersion {
            versions[served.apiKey] = served.minVersion...served.maxVersion
        }
    }

    private mutating func authenticate(_ security: ClientSecurity) async throws {
        guard case .saslPlain(let username, let password) = security else { return }
        var handshake = SaslHandshakeRequest()
        handshake.mechanism = "PLAIN"
        // After version 0, the exchange would not be framed by requests.
        let mechanisms = try await send(handshake, from: 1)
        guard mechanisms.errorCode == .none else {
            throw GroupClientError.refused("SaslHandshake", mechanisms.errorCode)
        }
        var request = SaslAuthenticateRequest()
        request.authBytes = ByteBuffer(string: "\0\(username)\0\(password)")
        let answer = try await send(request)
        guard answer.errorCode == .none else { throw GroupClientError.refused("SaslAuthenticate", answer.errorCode) }
    }
}
