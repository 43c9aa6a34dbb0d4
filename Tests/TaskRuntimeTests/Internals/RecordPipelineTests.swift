import CMillrace
import ConnectData
import TaskProtocol
import Testing

@testable import TaskRuntime

/// What becomes of a batch when one of its records fails, by the connector's `errors.*` settings (KIP-298).
@Suite struct RecordPipelineTests {
    private static let badData = ConnectError(.badData, "no good")

    /// Records numbered in `offset`; each step that a record passes is counted in `token`.
    private static func batch(_ count: Int = 10) -> Batch {
        let batch = Batch(records: count)
        for number in 0..<count { batch.append().pointee.offset = Int64(number) }
        return batch
    }

    private static func fails(_ failing: Set<Int64>, _ error: ConnectError = badData) -> RecordPipeline.Step {
        PipelineFixture.step("failing") { record throws(ConnectError) in
            if failing.contains(record.offset) { throw error }
            record.token += 1
        }
    }

    private static var counts: RecordPipeline.Step {
        PipelineFixture.step("counting") { record throws(ConnectError) in record.token += 1 }
    }

    @Test func withoutToleranceTheRecordsBeforeTheFirstFailureGoOn() throws {
        let fixture = try PipelineFixture()
        var reported: [Int] = []
        fixture.errors.onFailure = { record, _, _, _, _ in reported.append(record) }
        let batch = Self.batch()
        let failure = fixture.pipeline([Self.counts, Self.fails([4, 7]), Self.counts]).process(batch)
        #expect(batch.records.map(\.offset) == [0, 1, 2, 3])
        #expect(batch.records.allSatisfy { $0.token == 3 }, "they have taken every step")
        #expect(failure?.code == .fatal)
        #expect(failure?.message.contains("Tolerance exceeded") == true)
        #expect(failure?.message.contains("record 4 of the batch, TRANSFORMATION by failing: no good") == true)
        #expect(reported == [4], "a failure is reported without tolerance too")
        #expect(fixture.metrics[.errors] == 1 && fixture.metrics[.failures] == 1 && fixture.metrics[.skipped] == 0)
    }

    @Test func withToleranceOnlyTheFailedRecordsAreDropped() throws {
        let fixture = try PipelineFixture(["errors.tolerance": "all"])
        var reported: [Int] = []
        fixture.errors.onFailure = { record, _, _, _, _ in reported.append(record) }
        let batch = Self.batch()
        #expect(fixture.pipeline([Self.counts, Self.fails([0, 4, 9]), Self.counts]).process(batch) == nil)
        #expect(batch.records.filter(\.isDropped).map(\.offset) == [0, 4, 9])
        #expect(batch.records.allSatisfy { $0.token == ($0.isDropped ? 1 : 3) })
        #expect(reported == [0, 4, 9])
        #expect(fixture.metrics[.skipped] == 3 && fixture.metrics[.errors] == 3)
    }

    @Test func anEarlierRecordThatFailsLaterEndsTheBatchEarlier() throws {
        let fixture = try PipelineFixture()
        let batch = Self.batch()
        let failure = fixture.pipeline([Self.fails([6]), Self.fails([2])]).process(batch)
        #expect(batch.count == 2)
        #expect(failure?.message.contains("record 2") == true)
    }

    @Test func aRetriableErrorIsTriedAgainFromItsRecord() throws {
        let fixture = try PipelineFixture(["errors.retry.timeout": "-1", "errors.retry.delay.max.ms": "1"])
        var failuresLeft = 3
        let step = PipelineFixture.step("busy") { record throws(ConnectError) in
            if record.offset == 5, failuresLeft > 0 {
                failuresLeft -= 1
                throw ConnectError(.retriable, "busy")
            }
            record.token += 1
        }
        let batch = Self.batch()
        #expect(fixture.pipeline([step]).process(batch) == nil)
        #expect(batch.records.allSatisfy { $0.token == 1 && !$0.isDropped })
        #expect(fixture.metrics[.retries] == 3 && fixture.metrics[.failures] == 3 && fixture.metrics[.errors] == 0)
    }

    @Test func retriesEndWithTheirTime() throws {
        let config = ["errors.tolerance": "all", "errors.retry.timeout": "5", "errors.retry.delay.max.ms": "2"]
        let fixture = try PipelineFixture(config)
        let batch = Self.batch()
        let time = ContinuousClock().measure {
            _ = fixture.pipeline([Self.fails([3], ConnectError(.retriable, "busy"))]).process(batch)
        }
        #expect(batch.records.filter(\.isDropped).map(\.offset) == [3])
        #expect(fixture.metrics[.retries] >= 1)
        #expect(time < .seconds(10))
    }

    /// The longest time that validation accepts: longer than the process lives, and no reason to end it.
    @Test func aRetryTimeMayBeAsLongAsANumberCanSay() throws {
        let fixture = try PipelineFixture([
            "errors.retry.timeout": "\(Int64.max)", "errors.retry.delay.max.ms": "1",
        ])
        var failuresLeft = 2
        let step = PipelineFixture.step("busy") { record throws(ConnectError) in
            if record.offset == 5, failuresLeft > 0 {
                failuresLeft -= 1
                throw ConnectError(.retriable, "busy")
            }
        }
        #expect(fixture.pipeline([step]).process(Self.batch()) == nil)
        #expect(fixture.metrics[.retries] == 2)
        #expect(Duration.seconds(Int64.max).milliseconds == .max && Duration.milliseconds(-1500).milliseconds == -1500)
    }

    /// Two transformations of one class are told apart by the operator, and not by readers of dead letters.
    @Test func aStepIsNamedByItsAliasToo() throws {
        let fixture = try PipelineFixture()
        var steps: [String] = []
        fixture.errors.onFailure = { _, _, _, step, _ in steps.append(step) }
        let step = PipelineFixture.step("failing", alias: "second") { record throws(ConnectError) in
            if record.offset == 3 { throw Self.badData }
        }
        let failure = fixture.pipeline([step]).process(Self.batch())
        #expect(failure?.message.contains("TRANSFORMATION by failing (transforms.second): no good") == true)
        #expect(steps == ["failing"])
    }

    @Test func withoutARetryTimeoutNothingIsRetried() throws {
        let fixture = try PipelineFixture(["errors.tolerance": "all"])
        let batch = Self.batch()
        #expect(fixture.pipeline([Self.fails([3], ConnectError(.retriable, "busy"))]).process(batch) == nil)
        #expect(fixture.metrics[.retries] == 0 && fixture.metrics[.skipped] == 1)
    }

    @Test(arguments: [ConnectError.Code.badConfig, .notConnected, .fatal])
    func whatIsNoRecordsFaultIsNotTolerated(_ code: ConnectError.Code) throws {
        let fixture = try PipelineFixture(["errors.tolerance": "all", "errors.retry.timeout": "-1"])
        var reported = 0
        fixture.errors.onFailure = { _, _, _, _, _ in reported += 1 }
        let batch = Self.batch()
        let failure = fixture.pipeline([Self.fails([3], ConnectError(code, "no way")), Self.counts]).process(batch)
        #expect(failure == ConnectError(code, "record 3 of the batch, TRANSFORMATION by failing: no way"))
        #expect(batch.records.map(\.offset) == [0, 1, 2] && batch.records.allSatisfy { $0.token == 2 })
        #expect(reported == 0, "it is no dead letter")
        #expect(fixture.metrics[.skipped] == 0 && fixture.metrics[.errors] == 1)
    }

    /// The operator's rule is to drop a record after its retries, and the end of the task is not the end of those.
    @Test func aStopDuringARetryGivesNoRecordUp() throws {
        let fixture = try PipelineFixture(["errors.tolerance": "all", "errors.retry.timeout": "-1"])
        try fixture.stop()
        let batch = Self.batch()
        let failure = fixture.pipeline([Self.fails([3], ConnectError(.retriable, "busy")), Self.counts]).process(batch)
        #expect(failure?.code == .retriable)
        #expect(batch.records.map(\.offset) == [0, 1, 2])
        #expect(batch.records.allSatisfy { !$0.isDropped && $0.token == 2 })
        #expect(fixture.metrics[.skipped] == 0)
    }

    /// Whatever is tolerated, what a plugin spoiled cannot go on.
    @Test(arguments: ["none", "all"])
    func aSpoiledBatchFailsTheTaskAndLeavesNothing(_ tolerance: String) throws {
        let fixture = try PipelineFixture(["errors.tolerance": tolerance])
        let spoils = PipelineFixture.step("spoils", isPlugin: true) { record throws(ConnectError) in
            if record.offset == 2 { record.value.type = 99 }
            if record.offset == 5 { throw Self.badData }
        }
        let batch = Self.batch()
        let failure = fixture.pipeline([spoils, Self.counts]).process(batch)
        #expect(failure?.code == .fatal)
        #expect(failure?.message.contains("spoils: The plugin gave a corrupt batch: record 2: value") == true)
        #expect(batch.count == 0)
    }

    @Test func aStepThatAddsRecordsFailsTheTask() throws {
        let fixture = try PipelineFixture(["errors.tolerance": "all"])
        let adds = RecordPipeline.Step(
            stage: .transformation, name: "adds", call: .transform, onlyForHeaders: false, isPlugin: true
        ) { batch, index throws(ConnectError) in
            _ = batch.append()
            throw ConnectError(.fatal, "more records")
        }
        let failure = fixture.pipeline([adds]).process(Self.batch())
        #expect(failure?.message.contains("changed the number of records from 10 to 11") == true)
    }

    @Test func headerStepsAreForBatchesWithHeaders() throws {
        let fixture = try PipelineFixture()
        let step = RecordPipeline.Step(
            stage: .headerConverter, name: "headers", call: .convert, onlyForHeaders: true, isPlugin: false
        ) { batch, index throws(ConnectError) in
            try batch.forEachRecord(from: &index) { record throws(ConnectError) in record.token += 1 }
        }
        let without = Self.batch()
        #expect(fixture.pipeline([step]).process(without) == nil)
        #expect(without.records.allSatisfy { $0.token == 0 })
        let with = Self.batch()
        let header = with.allocate(1, of: Header.self)
        header.initialize(to: Header(name: Text("h" as StaticString), schema: nil, value: .null))
        with.records[7].headers = UnsafePointer(header)
        with.records[7].header_count = 1
        #expect(fixture.pipeline([step]).process(with) == nil)
        #expect(with.records.allSatisfy { $0.token == 1 })
    }
}
