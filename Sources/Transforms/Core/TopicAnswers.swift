import CMillrace
import ConnectData

/// What was worked out for the names of topics, which are few and come again with every record.
struct TopicAnswers<Answer> {
    /// So many topics are remembered; when there are more they are forgotten together.
    private static var limit: Int { 64 }

    private var known: [(topic: OwnedText, answer: Answer)] = []
    private var last = 0

    /// The answer for a topic, worked out if it is not known.
    @inline(__always)
    mutating func answer(
        for topic: Text, make: (Text) throws(ConnectError) -> Answer
    ) throws(ConnectError) -> Answer {
        if last < known.count, known[last].topic.text.sameBytes(as: topic) { return known[last].answer }
        return try findOrMake(topic, make)
    }

    @inline(never)
    private mutating func findOrMake(
        _ topic: Text, _ make: (Text) throws(ConnectError) -> Answer
    ) throws(ConnectError) -> Answer {
        if let place = known.firstIndex(where: { $0.topic.text.sameBytes(as: topic) }) {
            last = place
            return known[place].answer
        }
        let answer = try make(topic)
        if known.count == Self.limit { known.removeAll(keepingCapacity: true) }
        last = known.count
        known.append((OwnedText(topic.string), answer))
        return answer
    }
}
