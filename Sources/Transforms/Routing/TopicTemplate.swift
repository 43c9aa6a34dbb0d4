import CMillrace
import ConnectData

/// A name for topics with the placeholders `${topic}` and `${timestamp}`.
struct TopicTemplate: ~Copyable {
    private let text: OwnedText
    private let topic = OwnedText("${topic}")
    private let timestamp = OwnedText("${timestamp}")
    private var withTopic = OutputBuffer(capacity: 256)
    private var complete = OutputBuffer(capacity: 256)

    init(_ text: String) { self.text = OwnedText(text) }

    /// The name, in the batch's memory. What the topic brings along of a placeholder is replaced too, as in Connect.
    mutating func name(topic: Text, timestamp: UnsafeRawBufferPointer, in batch: Batch) -> Text {
        withTopic.truncate()
        complete.truncate()
        Self.replace(self.topic.text, in: text.text.bytes, with: topic.bytes, into: &withTopic)
        Self.replace(self.timestamp.text, in: withTopic.bytes, with: timestamp, into: &complete)
        return Text(batch.copy(complete.bytes))
    }

    private static func replace(
        _ placeholder: Text, in text: UnsafeRawBufferPointer, with content: UnsafeRawBufferPointer,
        into output: inout OutputBuffer
    ) {
        var position = 0
        while position < text.count {
            let rest = UnsafeRawBufferPointer(rebasing: text[position...])
            if rest.count >= placeholder.length,
                Text(UnsafeRawBufferPointer(rebasing: rest[..<placeholder.length])).sameBytes(as: placeholder)
            {
                output.append(content)
                position += placeholder.length
            } else {
                output.append(text[position])
                position += 1
            }
        }
    }
}
