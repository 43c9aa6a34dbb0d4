internal import KafkaProtocol
internal import NIOCore

/// How one kind of request is served.
struct Route: Sendable {
    let key: APIKey
    /// The versions that are served.
    let versions: ClosedRange<Int16>
    /// The versions that ApiVersions lists, where they are others.
    let listedVersions: ClosedRange<Int16>
    /// Reads the body, has it served and gives the whole answer; nil where the client wants none.
    ///
    /// Runs on its caller's executor until the broker takes the request: requests of one connection reach the broker in
    /// the order in which they came, without which an idempotent producer's batches would be out of sequence.
    let serve: nonisolated(nonsending) @Sendable (IncomingRequest, RequestContext) async throws -> ByteBuffer?

    /// - Parameter newest: the newest version to serve, where the room below knows more.
    init<Request: WireRequest>(
        _ type: Request.Type, listed: ClosedRange<Int16>? = nil, upTo newest: Int16 = .max,
        _ serve: nonisolated(nonsending) @escaping @Sendable (Request, RequestContext) async -> Request.Response?
    ) {
        key = Request.key
        versions = Request.versions.clamped(to: 0...newest)
        listedVersions = listed ?? versions
        self.serve = { incoming, context in
            try await serve(try incoming.decoded(), context).map { response in try incoming.encoded(response) }
        }
    }
}
