package import NIOCore

/// What precedes the body of a request.
package struct RequestHeader: WireStructure {
    /// The kind of the request.
    package var requestApiKey = APIKey(rawValue: 0)
    /// The version of its body.
    package var requestApiVersion: Int16 = 0
    /// Comes back with the response.
    package var correlationId: Int32 = 0
    /// A name for the broker's logs and quotas.
    package var clientId: String?

    package init() {}

    /// Whether the body has compact lengths and tagged fields; not, as far as known, if its kind is not known.
    package var isFlexible: Bool { requestApiKey.request?.isFlexible(requestApiVersion) ?? false }

    /// Reads or writes the header, whose encoding hangs on the kind and version that it names, and leaves the coder in
    /// the body's.
    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.apiKey(&requestApiKey)
        try coder.integer(&requestApiVersion)
        try coder.integer(&correlationId)
        // The client's id is never compact.
        coder.recode(version: requestApiVersion, isFlexible: false)
        try coder.nullableString(&clientId)
        coder.recode(version: requestApiVersion, isFlexible: isFlexible)
        try coder.taggedFields()
    }

    /// Reads the header of a message, of any kind and version; the coder goes on with the body, if both are known.
    package static func read(from message: ByteBuffer) throws(WireError) -> (header: RequestHeader, body: WireCoder) {
        var coder = WireCoder(reading: message, version: 0, isFlexible: false)
        var header = RequestHeader()
        try header.code(with: &coder)
        return (header, coder)
    }

    /// Writes the header; the coder goes on with the body.
    package func write(to buffer: ByteBuffer = ByteBuffer()) throws(WireError) -> WireCoder {
        var coder = WireCoder(writingTo: buffer, version: 0, isFlexible: false)
        try write(with: &coder)
        return coder
    }
}

/// What precedes the body of a response.
package struct ResponseHeader: Sendable, Equatable {
    /// That of the request.
    package var correlationId: Int32

    package init(correlationId: Int32) {
        self.correlationId = correlationId
    }

    /// Reads the header of the message that answers a request; the coder goes on with the body.
    package static func read(
        from message: ByteBuffer, answering request: RequestHeader
    ) throws(WireError) -> (header: ResponseHeader, body: WireCoder) {
        var coder = WireCoder(
            reading: message, version: request.requestApiVersion, isFlexible: request.isFlexible)
        var header = ResponseHeader(correlationId: 0)
        try header.code(with: &coder, answering: request.requestApiKey)
        return (header, coder)
    }

    /// Writes the header of the message that answers a request; the coder goes on with the body.
    package static func write(
        answering request: RequestHeader, to buffer: ByteBuffer = ByteBuffer()
    ) throws(WireError) -> WireCoder {
        var coder = WireCoder(
            writingTo: buffer, version: request.requestApiVersion, isFlexible: request.isFlexible)
        var header = ResponseHeader(correlationId: request.correlationId)
        try header.code(with: &coder, answering: request.requestApiKey)
        return coder
    }

    /// That of ApiVersions has no tagged fields in any version, since its reader does not know yet what the broker
    /// speaks.
    private mutating func code(with coder: inout WireCoder, answering key: APIKey) throws(WireError) {
        try coder.integer(&correlationId)
        if key != .apiVersions { try coder.taggedFields() }
    }
}
