internal import ConnectConfig
public import Logging

extension BrokerConfiguration {
    /// The defaults, and what `broker.properties` in the directory says, if it is there.
    ///
    /// - Parameter logger: told of keys that have no effect.
    public init(directory: String, logger: Logger) throws(InvalidBrokerConfiguration) {
        self.init(directory: directory)
        let file = directory + "/broker.properties"
        guard FileContents.exists(file) else { return }
        do {
            for entry in try JavaProperties(parsing: FileContents.read(file)).entries {
                let isKnown = try set(entry.key, to: entry.value.trimmingSpaces(), in: "\(file), line \(entry.line)")
                if !isKnown {
                    logger.warning("\(file), line \(entry.line): \(entry.key) is not known here and has no effect")
                }
            }
        } catch let error as InvalidBrokerConfiguration {
            throw error
        } catch {
            throw InvalidBrokerConfiguration("\(file): \(error)")
        }
    }

    /// Sets one property; false if it is not known.
    private mutating func set(_ key: String, to value: String, in place: String) throws -> Bool {
        if let topicConfig = Self.topicDefaultNames[key] {
            let (name, factor) = topicConfig
            let scaled = factor == 1 ? value : String(try Self.number(key, value, in: place) * factor)
            if let problem = TopicConfig.byName[name]?.problem(with: scaled) {
                throw InvalidBrokerConfiguration("\(place): \(key)=\(value): \(problem)")
            }
            topicDefaults[name] = scaled
            return true
        }
        switch key {
        case "listeners": try setListener(value)
        case "sasl.plain.credentials.file": credentials = try Credentials(file: value)
        case "auto.create.topics.enable":
            guard ["true", "false"].contains(value) else {
                throw InvalidBrokerConfiguration("\(place): \(key)=\(value): write true or false")
            }
            createsTopics = value == "true"
        case "num.partitions":
            defaultPartitions = Int32(clamping: max(1, try Self.number(key, value, in: place)))
        case "group.initial.rebalance.delay.ms":
            initialRebalanceDelay = .milliseconds(try Self.number(key, value, in: place))
        case "group.min.session.timeout.ms":
            let minimum = Duration.milliseconds(try Self.number(key, value, in: place))
            sessionTimeouts = minimum...max(minimum, sessionTimeouts.upperBound)
        case "group.max.session.timeout.ms":
            let maximum = Duration.milliseconds(try Self.number(key, value, in: place))
            sessionTimeouts = min(maximum, sessionTimeouts.lowerBound)...maximum
        case "offsets.retention.minutes": offsetsRetention = .seconds(60 * (try Self.number(key, value, in: place)))
        case "transaction.max.timeout.ms":
            maximumTransactionTimeout = .milliseconds(try Self.number(key, value, in: place))
        case "transactional.id.expiration.ms":
            transactionalIdExpiration = .milliseconds(try Self.number(key, value, in: place))
        case "producer.id.expiration.ms":
            producerExpiration = .milliseconds(try Self.number(key, value, in: place))
        case "log.retention.check.interval.ms":
            retentionCheckInterval = .milliseconds(try Self.number(key, value, in: place))
        case "log.cleaner.backoff.ms": cleanerBackoff = .milliseconds(try Self.number(key, value, in: place))
        default: return false
        }
        return true
    }

    private static func number(
        _ key: String, _ value: String, in place: String
    ) throws(InvalidBrokerConfiguration) -> Int64 {
        guard let number = Int64(value), number >= -1, number < Int64.max / 3_600_000 else {
            throw InvalidBrokerConfiguration("\(place): \(key)=\(value): write a whole number")
        }
        return number
    }

    /// The topic configuration that each of these sets for all topics, and what its unit is in the topic's.
    private static let topicDefaultNames: [String: (String, Int64)] = [
        "compression.type": ("compression.type", 1),
        "log.cleaner.delete.retention.ms": ("delete.retention.ms", 1),
        "log.cleaner.max.compaction.lag.ms": ("max.compaction.lag.ms", 1),
        "log.cleaner.min.cleanable.ratio": ("min.cleanable.dirty.ratio", 1),
        "log.cleaner.min.compaction.lag.ms": ("min.compaction.lag.ms", 1),
        "log.cleanup.policy": ("cleanup.policy", 1),
        "log.message.timestamp.after.max.ms": ("message.timestamp.after.max.ms", 1),
        "log.message.timestamp.before.max.ms": ("message.timestamp.before.max.ms", 1),
        "log.message.timestamp.type": ("message.timestamp.type", 1),
        "log.retention.bytes": ("retention.bytes", 1),
        "log.retention.hours": ("retention.ms", 3_600_000),
        "log.retention.minutes": ("retention.ms", 60_000),
        "log.retention.ms": ("retention.ms", 1),
        "message.max.bytes": ("max.message.bytes", 1),
    ]
}
