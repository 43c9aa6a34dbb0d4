import CMillrace
import ConnectData
import Testing

@testable import TaskRuntime

/// A transformation applies to the records of which its predicate is true (KIP-585).
@Suite struct ConditionalTransformationTests {
    /// True of even offsets; fails at one.
    private final class Even: BatchPredicate {
        var failing: Int64?

        func test(
            _ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>
        ) throws(ConnectError) {
            while index < batch.count {
                if batch.records[index].offset == failing { throw ConnectError(.badData, "the predicate fails") }
                results[index] = batch.records[index].offset % 2 == 0
                index += 1
            }
        }
    }

    /// Counts in `token`; fails at one, and drops another.
    private final class Marks: BatchTransformation {
        var failing: Int64?
        var dropping: Int64?

        func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
            try batch.forEachRecord(from: &index) { record throws(ConnectError) in
                if record.offset == failing { throw ConnectError(.badData, "the transformation fails") }
                record.token += 1
                if record.offset == dropping { record.isDropped = true }
            }
        }
    }

    private let predicate = Even()
    private let transformation = Marks()

    private func batch() -> Batch {
        let batch = Batch(records: 10)
        for number in 0..<10 { batch.append().pointee.offset = Int64(number) }
        batch.records[4].isDropped = true
        return batch
    }

    /// Runs as the pipeline does with `errors.tolerance=all`; gives the records that were skipped.
    private func run(_ batch: Batch, negate: Bool = false) -> [Int] {
        let step = ConditionalTransformation(transformation, if: predicate, negate: negate)
        var (index, skipped): (Int, [Int]) = (0, [])
        while true {
            do throws(ConnectError) {
                try step.apply(to: batch, from: &index)
                return skipped
            } catch {
                skipped.append(index)
                batch.records[index].isDropped = true
                index += 1
            }
        }
    }

    @Test(arguments: [false, true])
    func itAppliesWhereThePredicateSays(_ negate: Bool) {
        let batch = batch()
        #expect(run(batch, negate: negate) == [])
        let marked = batch.records.filter { $0.token == 1 }.map(\.offset)
        #expect(marked == (negate ? [1, 3, 5, 7, 9] : [0, 2, 6, 8]), "record 4 was dropped before")
        #expect(batch.records.filter(\.isDropped).map(\.offset) == [4])
    }

    @Test func whatItDropsStaysDropped() {
        let batch = batch()
        transformation.dropping = 6
        #expect(run(batch) == [])
        #expect(batch.records.filter(\.isDropped).map(\.offset) == [4, 6])
    }

    @Test func aRecordThatFailsIsTheOneThatIsNamed() {
        let batch = batch()
        transformation.failing = 6
        #expect(run(batch) == [6])
        #expect(batch.records.filter { $0.token == 1 }.map(\.offset) == [0, 2, 8])
    }

    /// The records before one whose predicate fails are transformed, not passed on as they were.
    @Test(arguments: [5, 6] as [Int64])
    func aPredicateThatFailsLosesNoTransformation(_ failing: Int64) {
        let batch = batch()
        predicate.failing = failing
        #expect(run(batch) == [Int(failing)])
        #expect(batch.records.filter { $0.token == 1 }.map(\.offset) == [0, 2, 6, 8].filter { $0 != failing })
        #expect(batch.records.filter(\.isDropped).map(\.offset) == [4, failing])
    }

    @Test func bothMayFail() {
        let batch = batch()
        predicate.failing = 7
        transformation.failing = 2
        #expect(run(batch) == [2, 7])
        #expect(batch.records.filter { $0.token == 1 }.map(\.offset) == [0, 6, 8])
    }
}
