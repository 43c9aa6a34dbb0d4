/// The three kinds of clients, as Java's configurations name them.
public enum ClientKind: Sendable, Hashable, CaseIterable {
    case producer
    case consumer
    case admin
}

/// A client's configuration in librdkafka's words, with our defaults filled in.
///
/// It holds secrets: it is never logged, and has no description for that reason.
public struct TranslatedProperties: Sendable {
    /// What it configures.
    public let kind: ClientKind
    /// librdkafka's properties, in the order in which they are set: defaults first, the operator's after them.
    public var librdkafka: [(String, String)] = []
    /// What librdkafka does not do and its caller or this library does.
    public var handled = HandledProperties()
    /// One sentence for each property that has no effect, or not quite its own.
    public var warnings: [String] = []

    init(kind: ClientKind) {
        self.kind = kind
    }

    /// The value that librdkafka will be given, or nil where its own default holds.
    public subscript(name: String) -> String? {
        librdkafka.last { $0.0 == name }?.1
    }

    /// Sets a property of librdkafka's, over the operator's and the defaults: for what the caller decides, such as
    /// `group.id` or `client.id`.
    public mutating func set(_ name: String, _ value: String) {
        librdkafka.removeAll { $0.0 == name }
        librdkafka.append((name, value))
    }
}

/// The properties that are kept by the caller's loop or by this library. The defaults are those of Kafka 4.3.
public struct HandledProperties: Sendable, Equatable {
    /// `max.poll.records`: the most records of one poll.
    public var maxPollRecords = 500
    /// `max.block.ms`: how long a send may wait for room. Connect's producers wait for ever, and so does nil.
    public var maxBlockMilliseconds: Int64?
    /// `default.api.timeout.ms`: the deadline of calls that wait for a broker.
    public var defaultAPITimeoutMilliseconds: Int32 = 60_000
    /// `exclude.internal.topics`: a pattern does not match Kafka's internal topics.
    public var excludesInternalTopics = true
    /// `ssl.truststore.*` of the type PKCS12, which librdkafka takes as a call and not as a property.
    var trustStore: PKCS12Store?
    /// `sasl.oauthbearer.token.endpoint.url` with a `file:` URL.
    var tokenFile: String?
}

/// A PKCS#12 file and its password.
struct PKCS12Store: Sendable, Equatable {
    var path: String
    var password: String
}
