/// What one broker is started with. The names are those of Kafka's broker configuration, the defaults too unless said
/// otherwise.
public struct BrokerConfiguration: Sendable {
    /// The directory that holds the log; one broker at a time owns it.
    public var directory: String
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// 0 for one that the system chooses.
    public var port = 0
    /// `auto.create.topics.enable`
    public var createsTopics = true
    /// `num.partitions`
    public var defaultPartitions: Int32 = 1
    /// `group.initial.rebalance.delay.ms`; 0 where Kafka's default is 3000: on one machine members come together.
    public var initialRebalanceDelay: Duration = .zero
    /// `group.min.session.timeout.ms`, `group.max.session.timeout.ms`
    public var sessionTimeouts: ClosedRange<Duration> = .seconds(6)...(.seconds(1800))
    /// `offsets.retention.minutes`
    public var offsetsRetention: Duration = .seconds(7 * 24 * 3600)
    /// `transaction.max.timeout.ms`
    public var maximumTransactionTimeout: Duration = .seconds(900)
    /// `producer.id.expiration.ms`
    public var producerExpiration: Duration = .seconds(86400)
    /// `log.retention.check.interval.ms`: how often old data is looked for.
    public var retentionCheckInterval: Duration = .seconds(300)

    /// The defaults.
    public init(directory: String) {
        self.directory = directory
    }
}
