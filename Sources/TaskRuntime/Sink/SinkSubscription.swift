internal import ConnectData
internal import KafkaClient

/// What a sink subscribes to: `topics`, or the topics that `topics.regex` matches, looked up again and again, because
/// librdkafka's own patterns are of another dialect.
final class SinkSubscription {
    private static let refreshInterval = Duration.seconds(60)

    private let topics: [String]
    private let pattern: TopicPattern?
    private var subscribed: Set<String> = []
    private var isBegun = false
    private var retry = StartRetry()
    private var nextRefresh = ContinuousClock.now

    init(_ config: [String: String]) throws(ConnectError) {
        topics = config.list("topics")
        if let text = config.text("topics.regex") {
            pattern = try TopicPattern(text, key: "topics.regex")
        } else {
            pattern = nil
        }
        guard pattern != nil || !topics.isEmpty else {
            throw ConnectError(.badConfig, "Neither topics nor topics.regex says what the sink consumes")
        }
    }

    /// Subscribes, as soon as a broker tells the topics that the pattern matches. Later it takes in topics that have come
    /// up, and lets go of those that are gone.
    func refresh(_ consumer: KafkaConsumer, log: TaskLog) throws(ConnectError) {
        guard isBegun ? pattern != nil && ContinuousClock.now >= nextRefresh : retry.isDue else { return }
        do throws(KafkaError) {
            try subscribe(consumer)
            isBegun = true
        } catch {
            if !isBegun { return try retry.failed("The sink cannot subscribe", error, log: log) }
            log.warn("Topics cannot be listed now, topics.regex is matched again later: \(error)")
        }
    }

    private func subscribe(_ consumer: KafkaConsumer) throws(KafkaError) {
        guard let pattern else { return try consumer.subscribe(topics: topics) }
        nextRefresh = ContinuousClock.now + Self.refreshInterval
        let all = try consumer.metadataTopics(timeoutMilliseconds: StartRetry.timeoutMilliseconds)
        let matches = Set(all.filter(pattern.matches))
        guard matches != subscribed, !matches.isEmpty else { return }
        try consumer.subscribe(topics: matches.sorted())
        subscribed = matches
    }
}
