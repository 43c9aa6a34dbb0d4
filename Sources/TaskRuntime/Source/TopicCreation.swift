internal import ConnectData
internal import KafkaClient

/// Creates topics before the first record goes to them, by the connector's `topic.creation.*` groups (KIP-158).
///
/// Without groups, or with `topic.creation.enable=false` on the worker, a missing topic is left to the broker's
/// `auto.create.topics.enable`, as in Connect.
final class TopicCreation {
    private let groups: [TopicCreationGroup]
    private let adminProperties: TranslatedProperties
    private let log: TaskLog
    private var prepared: Set<String> = []
    private var admin: KafkaAdmin?

    /// `groups` in the order in which they are tried, the group `default` last; none switches creation off.
    init(groups: [TopicCreationGroup], admin: TranslatedProperties, log: TaskLog) {
        self.groups = groups
        adminProperties = admin
        self.log = log
    }

    /// Makes sure that the topic exists, if a group says how to create it.
    func prepare(_ name: Text) throws(ConnectError) {
        if groups.isEmpty { return }
        let topic = name.string
        if prepared.contains(topic) { return }
        do throws(KafkaError) {
            try create(topic)
        } catch {
            let code: ConnectError.Code = error.isRetriable ? .notConnected : .fatal
            throw ConnectError(code, "Topic '\(topic)' cannot be created: \(error)")
        }
        prepared.insert(topic)
    }

    private func connect() throws(KafkaError) -> KafkaAdmin {
        if let admin { return admin }
        let made = try KafkaAdmin(properties: adminProperties)
        admin = made
        return made
    }

    private func create(_ topic: String) throws(KafkaError) {
        let admin = try connect()
        if try admin.describeTopic(topic) != nil { return }
        guard let group = groups.first(where: { $0.matches(topic) }) else { return }
        let new = NewTopic(
            name: topic, partitions: group.partitions, replicationFactor: group.replicationFactor,
            configs: group.configs)
        log.info("Creating topic '\(topic)' by topic creation group '\(group.name)'")
        for result in try admin.createTopics([new]) {
            if let error = result.error, !error.isTopicAlreadyExists { throw error }
        }
    }
}
