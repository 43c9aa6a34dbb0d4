internal import KafkaProtocol

/// What one broker is started with. The names are those of Kafka's broker configuration, the defaults too unless said
/// otherwise.
public struct BrokerConfiguration: Sendable {
    /// The directory that holds the log; one broker at a time owns it.
    public var directory: String
    /// The address to listen on: `listeners`
    public private(set) var host = "127.0.0.1"
    /// 0 for one that the system chooses.
    public private(set) var port = 0
    /// Who may connect; nil for everybody who can reach the port: `sasl.plain.credentials.file`
    public var credentials: Credentials?
    /// `auto.create.topics.enable`
    public var createsTopics = true
    /// `num.partitions`
    public var defaultPartitions: Int32 = 1
    /// `group.initial.rebalance.delay.ms`; 0 where Kafka's default is 3000: on one machine members come together.
    public var initialRebalanceDelay: Duration = .zero
    /// `group.min.session.timeout.ms` and `group.max.session.timeout.ms`
    public var sessionTimeouts: ClosedRange<Duration> = .seconds(6)...(.seconds(1800))
    /// `offsets.retention.minutes`
    public var offsetsRetention: Duration = .seconds(7 * 24 * 3600)
    /// `transaction.max.timeout.ms`
    public var maximumTransactionTimeout: Duration = .seconds(900)
    /// `transactional.id.expiration.ms`
    public var transactionalIdExpiration: Duration = .seconds(7 * 24 * 3600)
    /// `producer.id.expiration.ms`
    public var producerExpiration: Duration = .seconds(86400)
    /// `log.retention.check.interval.ms`: how often old data is looked for.
    public var retentionCheckInterval: Duration = .seconds(300)
    /// `log.cleaner.backoff.ms`: how often compaction looks for work.
    public var cleanerBackoff: Duration = .seconds(15)
    /// What `broker.properties` says, of what is known here. Checked values.
    var properties: [String: String] = [:]

    /// The defaults.
    public init(directory: String) {
        self.directory = directory
    }

    /// Sets where to listen.
    ///
    /// - Parameter text: `HOST:PORT`, also behind `PLAINTEXT://` or `SASL_PLAINTEXT://`; port 0 for one that the system
    ///   chooses; no host for every address of the machine.
    public mutating func setListener(_ text: String) throws(InvalidBrokerConfiguration) {
        let address = ["PLAINTEXT://", "SASL_PLAINTEXT://"].first(where: text.hasPrefix).map {
            text.dropFirst($0.count)
        }
        let parts = (address ?? text[...]).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let last = parts.last, let port = UInt16(last), !text.contains(",") else {
            throw InvalidBrokerConfiguration("'\(text)' is no address to listen on: write HOST:PORT, 127.0.0.1:9092")
        }
        var host = parts.dropLast().joined(separator: ":")
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        self.host = host.isEmpty ? "0.0.0.0" : host
        self.port = Int(port)
    }
}

/// Why a broker cannot be configured so: what is wrong, where, and what to write instead.
public struct InvalidBrokerConfiguration: Error, CustomStringConvertible {
    /// For an operator.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
