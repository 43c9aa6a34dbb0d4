/// The names that topics have, to find the one that a new name collides with: metrics systems take `.` and `_` for the
/// same, so Kafka allows no two topics that differ by them only.
///
/// Made once for a request, which may make thousands of topics.
struct TopicNames {
    private var byMetric: [String: String] = [:]

    init(_ names: some Sequence<String>) {
        for name in names { insert(name) }
    }

    mutating func insert(_ name: String) {
        byMetric[Self.metric(name)] = name
    }

    /// The topic that a new one of this name cannot be beside.
    func collision(with name: String) -> String? {
        byMetric[Self.metric(name)]
    }

    private static func metric(_ name: String) -> String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }
}
