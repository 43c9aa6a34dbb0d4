internal import KafkaProtocol
internal import NIOCore

/// A request whose header has been read.
struct IncomingRequest: Sendable {
    let header: RequestHeader
    /// Stands before the body.
    private let body: WireCoder

    init(_ frame: ByteBuffer) throws(WireError) {
        (header, body) = try RequestHeader.read(from: frame)
    }

    /// The body. What stands behind it is left alone, as Kafka does: librdkafka 2.0 sends three bytes too many where it asks
    /// for all offsets of a group.
    func decoded<Request: WireRequest>(_ type: Request.Type = Request.self) throws(WireError) -> Request {
        var body = body
        var request = Request()
        try request.code(with: &body)
        return request
    }

    /// A response with its header.
    func encoded(_ response: some WireStructure) throws(WireError) -> ByteBuffer {
        try Self.encode(response, answering: header)
    }

    /// A response to a request of this header, with its own.
    static func encode(_ response: some WireStructure, answering header: RequestHeader) throws(WireError) -> ByteBuffer
    {
        var coder = try ResponseHeader.write(answering: header)
        var response = response
        try response.code(with: &coder)
        return coder.buffer
    }
}
