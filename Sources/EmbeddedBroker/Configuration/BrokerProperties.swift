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
    mutating func set(_ key: String, to value: String, in place: String) throws -> Bool {
        if key == "sasl.plain.credentials.file" {
            credentials = try Credentials(file: value)
            return true
        }
        guard let definition = BrokerSettings.byName[key] else { return false }
        if let problem = definition.problem(with: value) { throw InvalidBrokerConfiguration("\(place): \(problem)") }
        properties[key] = definition.normalized(value)
        if key == "listeners" { try setListener(value) } else { apply(key, definition.normalized(value)) }
        return true
    }

    /// - Parameter value: a checked one.
    private mutating func apply(_ key: String, _ value: String) {
        let number = Int64(value) ?? 0
        switch key {
        case "auto.create.topics.enable": createsTopics = value == "true"
        case "num.partitions": defaultPartitions = Int32(clamping: number)
        case "group.initial.rebalance.delay.ms": initialRebalanceDelay = .milliseconds(number)
        case "group.min.session.timeout.ms":
            sessionTimeouts = .milliseconds(number)...max(.milliseconds(number), sessionTimeouts.upperBound)
        case "group.max.session.timeout.ms":
            sessionTimeouts = min(.milliseconds(number), sessionTimeouts.lowerBound)...(.milliseconds(number))
        case "offsets.retention.minutes": offsetsRetention = .seconds(60 * number)
        case "transaction.max.timeout.ms": maximumTransactionTimeout = .milliseconds(number)
        case "transactional.id.expiration.ms": transactionalIdExpiration = .milliseconds(number)
        case "producer.id.expiration.ms": producerExpiration = .milliseconds(number)
        case "log.retention.check.interval.ms": retentionCheckInterval = .milliseconds(number)
        case "log.cleaner.backoff.ms": cleanerBackoff = .milliseconds(number)
        // The others are what topics have where nothing is set for them.
        default: break
        }
    }
}
