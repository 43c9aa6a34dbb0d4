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
    /// Called for each record that is skipped, before it is: the way to the dead letter queue.
    var onSkip: ((_ record: Int, _ batch: Batch, _ stage: Stage, _ step: String, _ error: ConnectError) -> Void)?

    init(settings: ErrorSettings, metrics: TaskMetrics, log: TaskLog, control: TaskControl) {
        self.settings = settings
        self.metrics = metrics
        self.log = log
        self.control = control
    }

    /// Says whether to try again (after the delay, which has passed) or to skip the record, or throws if the task is to
    /// fail.
    func handle(
        _ error: ConnectError, at record: Int, of batch: Batch, stage: Stage, step: String,
        attempts: inout Attempts
    ) throws(ConnectError) -> Decision {
        attempts.count += 1
        metrics.add(.errors)
        metrics[.lastErrorTimestamp] = currentTimeMilliseconds()
        if error.code == .retriable, waitForRetry(&attempts) {
            metrics.add(.retries)
            return .retry
        }
        metrics.add(.failures)
        let place = "record \(record) of the batch, \(stage.rawValue) by \(step)"
        guard settings.toleratesAll else {
            throw ConnectError(.fatal, "Tolerance exceeded in error handler: \(place): \(error.message)")
        }
        metrics.add(.skipped)
        if settings.logs {
            metrics.add(.logged)
            log.error("Error encountered, record skipped: \(place): \(error.message)\(describe(record, batch))")
        }
        onSkip?(record, batch, stage, step, error)
        return .skip
    }

    private func describe(_ record: Int, _ batch: Batch) -> String {
        guard settings.logsMessages, record < batch.count else { return "" }
        let failed = batch.records[record]
        guard failed.original_topic.isPresent else { return " (topic '\(failed.topic.string)')" }
        return " (topic '\(failed.original_topic.string)', partition \(failed.original_partition), "
            + "offset \(failed.original_offset))"
    }

    /// False if the time for retries is over or the task is to end.
    private func waitForRetry(_ attempts: inout Attempts) -> Bool {
        guard settings.retryTimeout != 0 else { return false }
        let now = ContinuousClock.now
        if attempts.deadline == nil, settings.retryTimeout > 0 {
            attempts.deadline = now + .milliseconds(settings.retryTimeout)
        }
        if let deadline = attempts.deadline, now >= deadline { return false }
        let exponent = min(attempts.count - 1, 20)
        let delay = min(ErrorSettings.firstDelay << Int64(exponent), settings.retryDelayMax)
        return control.sleep(milliseconds: delay)
    }
}

/// Milliseconds since 1970, as Kafka counts.
func currentTimeMilliseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return UInt64(now.tv_sec) * 1000 + UInt64(now.tv_nsec) / 1_000_000
}
