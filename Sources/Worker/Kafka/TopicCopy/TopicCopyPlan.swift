/// What is to be copied of a topic.
public struct TopicCopyPlan: Sendable {
    /// Its name, here and there.
    public let topic: String
    /// For each partition the first offset, and the one after the last record that was there when the plan was made.
    let ranges: [Range<Int64>]
    /// What was set for this topic itself.
    let configs: [String: String]
    /// Whether the target has to make it.
    let isMissing: Bool
}
