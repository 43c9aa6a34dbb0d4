import KafkaClient
import PluginHost
import Testing

@testable import TaskRuntime

/// What a sink may commit, and where it goes back to.
@Suite struct SinkPositionsTests {
    private let positions = SinkPositions()
    private let a = TopicPartition(topic: "t", partition: 0)
    private let b = TopicPartition(topic: "t", partition: 1)

    private func committable(_ partitions: [TopicPartition]? = nil) -> [TopicPartition: Int64] {
        Dictionary(
            uniqueKeysWithValues: positions.toCommit(partitions).compactMap { entry in
                entry.offset.map { (entry.partition, $0) }
            })
    }

    private func commit(_ offsets: PartitionOffset...) {
        positions.committing(offsets)
        positions.committed(offsets)
    }

    private func rewind() -> [TopicPartition: Int64] {
        Dictionary(uniqueKeysWithValues: positions.rewind().map { (TopicPartition($0.partition), $0.offset) })
    }

    @Test func onlyWhatWasPutIsCommittedAndOnlyOnce() {
        positions.assign([a, b])
        #expect(committable() == [:])
        positions.advance([(a, 10, 5), (b, 3, 0), (a, 12, 11)])
        #expect(committable() == [a: 12, b: 3])
        #expect(committable([b]) == [b: 3])
        #expect(positions.uncommitted == 7 + 3)
        commit(PartitionOffset(a, offset: 12))
        #expect(committable() == [b: 3])
        positions.advance([(a, 20, 12)])
        #expect(committable() == [a: 20, b: 3])
        #expect(positions.uncommitted == 8 + 3)
    }

    @Test func aTaskThatLowersAnOffsetIsAskedAgain() {
        positions.assign([a])
        positions.advance([(a, 10, 0)])
        commit(PartitionOffset(a, offset: 4))
        #expect(committable() == [a: 10])
    }

    @Test func whatACommitFailedForIsCommittedAgain() {
        positions.assign([a, b])
        positions.advance([(a, 10, 0), (b, 3, 0)])
        positions.committing([PartitionOffset(a, offset: 10), PartitionOffset(b, offset: 3)])
        positions.committed([PartitionOffset(a, offset: 10)])
        #expect(committable() == [b: 3])
        #expect(positions.uncommitted == 3)
    }

    @Test func aRewindGoesToTheLastConfirmedOffsetWhateverFailedLater() {
        positions.assign([a, b])
        positions.advance([(a, 10, 0), (b, 3, 1)])
        commit(PartitionOffset(a, offset: 10))
        positions.advance([(a, 30, 10)])
        positions.committing([PartitionOffset(a, offset: 30), PartitionOffset(b, offset: 3)])
        #expect(rewind() == [a: 10, b: 1])
        #expect(committable([a]) == [:])
    }

    @Test func aCommitThatARebalanceOvertookSaysNothingOfTheNextAssignment() {
        positions.assign([a])
        positions.advance([(a, 10, 0)])
        positions.committing([PartitionOffset(a, offset: 10)])
        positions.revoke([a])
        positions.assign([a])
        positions.advance([(a, 8, 3)])
        positions.committed([PartitionOffset(a, offset: 10)])
        #expect(rewind() == [a: 3])
    }

    @Test func aTaskThatGoesBackBehindItsCommitHasNothingUncommitted() {
        positions.assign([a, b])
        positions.advance([(a, 10, 0), (b, 3, 0)])
        commit(PartitionOffset(a, offset: 10), PartitionOffset(b, offset: 3))
        positions.moved([PartitionOffset(a, offset: 0)])
        #expect(positions.uncommitted == 0)
        positions.advance([(b, 5, 3)])
        #expect(positions.uncommitted == 2)
    }

    @Test func whatIsRevokedIsForgotten() {
        positions.assign([a, b])
        positions.advance([(a, 10, 0), (b, 3, 0)])
        positions.revoke([a])
        #expect(committable() == [b: 3])
        positions.assign([a])
        #expect(committable([a]) == [:], "an earlier assignment's progress is another member's")
    }

    @Test func aRewindGoesToWhatIsCommittedOrWasFirst() {
        positions.assign([a, b])
        positions.advance([(a, 10, 5), (b, 3, 1)])
        commit(PartitionOffset(a, offset: 8))
        #expect(rewind() == [a: 8, b: 1])
        #expect(positions.uncommitted == 0)
        positions.advance([(b, 3, 1)])
        #expect(committable([b]) == [b: 3])
    }

    @Test func aSeekMovesWhatIsCommitted() {
        positions.assign([a])
        positions.advance([(a, 10, 0)])
        positions.moved([PartitionOffset(a, offset: 2)])
        #expect(committable() == [a: 2])
    }
}
