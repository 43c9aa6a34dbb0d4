internal import CMillrace
internal import ConnectData
internal import Glibc
internal import TaskProtocol

/// Decides what becomes of a record that failed, by the connector's `errors.*` settings (KIP-298): Connect's
/// RetryWithToleranceOperator. Belongs to the task's thread.
final class ErrorHandler {
    enum Decision {
        case retry
        case skip
        /// The task is to end before the time for retries is over: the record is neither tried again nor given up.
        case interrupted
    }

    private enum RetryWait {
        case over
        case timedOut
        case interrupted
    }

    /// One failing operation on one record, over its attempts.
    struct Attempts {
        fileprivate(set) var count = 0
        fileprivate var deadline: ContinuousClock.Instant?

        init() {}
    }

    let settings: ErrorSettings
    private let metrics: TaskMetrics
    private let log: TaskLog
    private let control: TaskControl
    /// Called for each record that failed for good, skipped or not: the way to the dead letter queue.
    var onFailure: ((_ record: Int, _ batch: Batch, _ stage: Stage, _ step: String, _ error: ConnectError) -> Void)?

    /// Called with the wait before the next try, which it has to make: a source gives its lock back meanwhile.
    var whileWaiting: (() -> Bool) -> Bool = { $0() }

    init(settings: ErrorSettings, metrics: TaskMetrics, log: TaskLog, control: TaskControl) {
        self.settings = settings
        self.metrics = metrics
        self.log = log
        self.control = control
    }

    /// `step` is the class that failed, and `place` how messages name it.
    ///
    /// Says whether to try again (after the delay, which has passed) or to skip the record, or throws if the task is to
    /// fail: because errors are not tolerated, or because the error is not one of the record.
    func handle(
        _ error: ConnectError, at record: Int, of batch: Batch, stage: Stage, step: String, place: String,
        attempts: inout Attempts
    ) throws(ConnectError) -> Decision {
        attempts.count += 1
        metrics.add(.failures)
        if error.code == .retriable {
            switch waitForRetry(&attempts) {
            case .over:
                metrics.add(.retries)
                return .retry
            case .interrupted: return .interrupted
            case .timedOut: break
            }
        }
        metrics.add(.errors)
        metrics[.lastErrorTimestamp] = currentTimeMilliseconds()
        let place = "record \(record) of the batch, \(stage.rawValue) by \(place)"
        // Whatever is tolerated, a step that cannot go on must not turn every record away.
        guard error.code == .badData || error.code == .retriable else {
            throw ConnectError(error.code, "\(place): \(error.message)")
        }
        report(error, at: record, of: batch, stage: stage, step: step, place: place)
        guard settings.toleratesAll else {
            throw ConnectError(.fatal, "Tolerance exceeded in error handler: \(place): \(error.message)")
        }
        metrics.add(.skipped)
        return .skip
    }

    /// As in Connect a failure is logged and goes to the dead letter queue whether it is tolerated or not.
    private func report(
        _ error: ConnectError, at record: Int, of batch: Batch, stage: Stage, step: String, place: String
    ) {
        if settings.logs {
            metrics.add(.logged)
            let fate = settings.toleratesAll ? ", record skipped" : ""
            log.error("Error encountered\(fate): \(place): \(error.message)\(describe(record, batch))")
        }
        onFailure?(record, batch, stage, step, error)
    }

    private func describe(_ record: Int, _ batch: Batch) -> String {
        guard settings.logsMessages, record < batch.count else { return "" }
        let failed = batch.records[record]
        guard failed.original_topic.isPresent else { return " (topic '\(failed.topic.string)')" }
        return " (topic '\(failed.original_topic.string)', partition \(failed.original_partition), "
            + "offset \(failed.original_offset))"
    }

    /// Waits before the next attempt, as long as Connect does, if there is to be one.
    private func waitForRetry(_ attempts: inout Attempts) -> RetryWait {
        guard settings.retryTimeout != 0 else { return .timedOut }
        let now = ContinuousClock.now
        if attempts.deadline == nil, settings.retryTimeout > 0 {
            attempts.deadline = now + .milliseconds(settings.retryTimeout)
        }
        if let deadline = attempts.deadline, now >= deadline { return .timedOut }
        let exponent = min(attempts.count - 1, 20)
        var delay = ErrorSettings.firstDelay << Int64(exponent)
        // Beyond the maximum Connect takes a random delay, so that tasks do not retry in step.
        if delay > settings.retryDelayMax { delay = Int64.random(in: 0..<max(1, settings.retryDelayMax)) }
        if let deadline = attempts.deadline { delay = min(delay, (deadline - now).milliseconds) }
        return whileWaiting { control.sleep(milliseconds: delay) } ? .over : .interrupted
    }
}

extension Duration {
    /// The whole milliseconds, or as many as there is room for.
    var milliseconds: Int64 {
        let (milliseconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1000)
        let rest = components.attoseconds / 1_000_000_000_000_000
        let (sum, carry) = milliseconds.addingReportingOverflow(rest)
        return overflow || carry ? (self < .zero ? .min : .max) : sum
    }
}

/// Milliseconds since 1970, as Kafka counts.
func currentTimeMilliseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return UInt64(now.tv_sec) * 1000 + UInt64(now.tv_nsec) / 1_000_000
}
