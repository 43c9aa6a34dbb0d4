internal import KafkaProtocol
internal import NIOCore

/// The topics in the metadata of protocol type `consumer`, whose beginning is the same in all of its versions: a version
/// (int16) and an array of strings.
enum ConsumerSubscription {
    static let protocolType = "consumer"

    /// The topics; nil if the bytes are something else.
    static func topics(in metadata: ByteBuffer) -> [String]? {
        var coder = WireCoder(reading: metadata, version: 0, isFlexible: false)
        var version: Int16 = 0
        var topics: [String] = []
        do throws(WireError) {
            try coder.integer(&version)
            try coder.array(&topics)
        } catch {
            return nil
        }
        return topics
    }
}

extension Group {
    /// Whether a member consumes the topic, as far as the broker can tell: consumers whose metadata it cannot read may
    /// consume anything.
    func isSubscribed(to topic: String) -> Bool {
        guard protocolType == ConsumerSubscription.protocolType, let protocolName else { return false }
        return members.contains { member in
            guard let metadata = member.metadata(for: protocolName),
                let topics = ConsumerSubscription.topics(in: metadata)
            else { return true }
            return topics.contains(topic)
        }
    }
}
