internal import KafkaClient
internal import PluginHost

/// How far each assigned partition was put, and how far it is committed.
final class SinkPositions {
    private struct Position {
        /// The offset behind the last record that was put; nil before the first.
        var put: Int64?
        /// The last offset that Kafka confirmed.
        var committed: Int64?
        /// The offset that is on its way to Kafka.
        var committing: Int64?
        /// The first offset that this assignment put, where a rewind without a commit goes.
        var first: Int64?
    }

    private var positions: [TopicPartition: Position] = [:]

    /// Records put and not committed.
    var uncommitted: Int64 {
        positions.values.reduce(0) { sum, position in
            guard let put = position.put else { return sum }
            // A task may have gone back behind what is committed.
            return sum + max(0, put - (position.committed ?? position.first ?? put))
        }
    }

    func assign(_ partitions: [TopicPartition]) {
        for partition in partitions { positions[partition] = Position() }
    }

    func revoke(_ partitions: [TopicPartition]) {
        for partition in partitions { positions[partition] = nil }
    }

    /// Takes over how far a batch reached.
    func advance(_ ends: [(partition: TopicPartition, offset: Int64, first: Int64)]) {
        for end in ends {
            positions[end.partition, default: Position()].put = end.offset
            if positions[end.partition]?.first == nil { positions[end.partition]?.first = end.first }
        }
    }

    /// A task that seeks has said where it wants to go on.
    func moved(_ offsets: [PartitionOffset]) {
        for offset in offsets { positions[offset.partition]?.put = offset.offset }
    }

    /// What was put and is not committed, of the given partitions or of all.
    func toCommit(_ partitions: [TopicPartition]?) -> [PartitionOffset] {
        (partitions ?? Array(positions.keys)).compactMap { partition in
            guard let position = positions[partition], let put = position.put, put != position.committed else {
                return nil
            }
            return PartitionOffset(partition, offset: put)
        }
    }

    /// Notes what is on its way.
    func committing(_ offsets: [PartitionOffset]) {
        for offset in offsets { positions[offset.partition]?.committing = offset.offset }
    }

    /// Takes over what Kafka confirmed, of what was on its way: another commit, or a revocation, may have overtaken it.
    func committed(_ offsets: [PartitionOffset]) {
        for offset in offsets where positions[offset.partition]?.committing == offset.offset {
            positions[offset.partition]?.committed = offset.offset
            positions[offset.partition]?.committing = nil
        }
    }

    /// Goes back to what is committed; returns where to seek to.
    func rewind() -> [SinkOffset] {
        positions.compactMap { partition, position in
            guard position.put != nil, let target = position.committed ?? position.first else { return nil }
            positions[partition]?.put = target
            return SinkOffset(SinkPartition(partition), offset: target)
        }
    }
}
