internal import CProcess
internal import Glibc

/// The task's side of the metrics that it shares with the daemon, which reads them even while the task hangs.
///
/// Every call belongs to the process's main thread, the only writer: the words are written with relaxed atomics and
/// without read-modify-write instructions.
public final class TaskMetrics: @unchecked Sendable {  // one writer by contract, relaxed atomics for every word
    private let words: UnsafeMutablePointer<task_metrics>
    let crashArea: UnsafeMutablePointer<crash_report>

    /// Maps the shared memory behind `descriptor`, which may be closed afterwards. The mapping stays for the life of
    /// the process, because the crash handler needs it to the end.
    public init(descriptor: Int32) throws {
        let size = Int(TASK_CRASH_OFFSET) + MemoryLayout<crash_report>.size
        guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else { throw SystemError("map the metrics shared with the daemon") }
        words = memory.assumingMemoryBound(to: task_metrics.self)
        crashArea = (memory + Int(TASK_CRASH_OFFSET)).assumingMemoryBound(to: crash_report.self)
        guard words.pointee.version == TASK_METRICS_VERSION else {
            throw SystemError(
                "use metrics of version \(words.pointee.version), this is \(TASK_METRICS_VERSION)", code: EPROTO)
        }
    }

    /// The task's state, in the codes of the control protocol.
    public func setState(_ code: UInt8) {
        task_store(&words.pointee.state, UInt64(code))
    }

    /// Plugin code is about to run. Calls do not nest: the innermost counts until `end`.
    ///
    /// - Parameter step: names the step of the pipeline that the call is of, for the trace of a crash; what is longer than
    ///   255 bytes of UTF-8 loses its end.
    public func begin(_ call: CallKind, of step: String = "") {
        withUnsafeMutableBytes(of: &words.pointee.step) { place in
            let name = step.utf8.prefix(place.count - 1)
            place.copyBytes(from: name)
            place[name.count] = 0
        }
        task_store(&words.pointee.call, CallWord(kind: call, time: task_monotonic_ns()).word)
    }

    /// Plugin code came back. Returns how long it ran, in ns.
    @discardableResult
    public func end() -> UInt64 {
        let running = CallWord(word: words.pointee.call)
        let now = task_monotonic_ns()
        task_store(&words.pointee.previous_call, CallWord(kind: running.kind, time: now).word)
        task_store(&words.pointee.call, 0)
        return now > running.time ? now - running.time : 0
    }

    /// The current value.
    public subscript(counter: TaskCounter) -> UInt64 {
        get { task_load(task_counter(words, UInt32(counter.rawValue))) }
        set { task_store(task_counter(words, UInt32(counter.rawValue)), newValue) }
    }

    /// Adds to a total.
    public func add(_ counter: TaskCounter, _ amount: Int = 1) {
        self[counter] &+= UInt64(truncatingIfNeeded: amount)
    }

    /// Raises a maximum to `value` if it is lower.
    public func raise(_ counter: TaskCounter, to value: UInt64) {
        if self[counter] < value { self[counter] = value }
    }

    /// Counts a batch of `records` whose `poll` or `put` took `time` ns.
    public func countBatch(records: Int, time: UInt64) {
        raise(.batchSizeMax, to: UInt64(records))
        add(.batchSizeSum, records)
        add(.batchCount)
        raise(.batchTimeMax, to: time)
        self[.batchTimeSum] &+= time
        add(.batchTimeCount)
    }

    /// Counts an offset commit that took `time` ns.
    public func countCommit(succeeded: Bool, time: UInt64) {
        add(.commitAttempts)
        add(succeeded ? .commitSuccesses : .commitFailures)
        self[.commitTimeLast] = time
        self[.commitTimeSum] &+= time
        raise(.commitTimeMax, to: time)
    }
}
