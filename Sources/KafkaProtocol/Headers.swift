/// What precedes the body of a request.
public struct RequestHeader: Sendable, Equatable {
    /// The kind of the request.
    public var key: APIKey
    /// The version of its body.
    public var version: Int16
    /// Comes back with the response.
    public var correlationId: Int32
    /// A name for the broker's logs and quotas.
    public var clientId: String?

    /// A header.
    public init(key: APIKey, version: Int16, correlationId: Int32, clientId: String?) {
        self.key = key
        self.version = version
        self.correlationId = correlationId
        self.clientId = clientId
    }

    /// Reads a header. Its own version hangs on the kind and version that it names, so the caller says which kinds are
    /// flexible.
    public init(
        from reader: inout WireReader, isFlexible: (APIKey, Int16) -> Bool
    ) throws(WireError) {
        key = APIKey(rawValue: try reader.integer())
        version = try reader.integer()
        correlationId = try reader.integer()
        // The client's id is never compact.
        var plain = WireReader(reader.rest, isFlexible: false)
        clientId = try plain.nullableString()
        var tagged = WireReader(plain.rest, isFlexible: isFlexible(key, version))
        try tagged.taggedFields()
        reader = tagged
    }

    /// Writes a header, in the version that belongs to the body's; the writer goes on with the body.
    public func write(to writer: inout WireWriter) {
        var plain = WireWriter(writer.buffer, isFlexible: false)
        plain.integer(key.rawValue)
        plain.integer(version)
        plain.integer(correlationId)
        plain.string(clientId)
        writer = WireWriter(plain.buffer, isFlexible: writer.isFlexible)
        writer.taggedFields()
    }
}

/// What precedes the body of a response.
public struct ResponseHeader: Sendable, Equatable {
    /// That of the request.
    public var correlationId: Int32

    /// A header.
    public init(correlationId: Int32) {
        self.correlationId = correlationId
    }

    /// Reads a header; the reader goes on with the body.
    public init(from reader: inout WireReader, answering key: APIKey) throws(WireError) {
        correlationId = try reader.integer()
        if key != .apiVersions { try reader.taggedFields() }
    }

    /// Writes a header. That of ApiVersions has no tagged fields in any version, since its reader does not know yet
    /// what the broker speaks.
    public func write(to writer: inout WireWriter, answering key: APIKey) {
        writer.integer(correlationId)
        if key != .apiVersions { writer.taggedFields() }
    }
}
