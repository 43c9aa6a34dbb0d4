internal import CRdkafka

/// A topic of one producer: a pointer without a count of references.
///
/// It is valid as long as the producer that gave it out.
public struct TopicHandle {
    let pointer: OpaquePointer

    /// The topic's name, copied.
    public var name: String { String(cString: rd_kafka_topic_name(pointer)) }
}
