internal import CProcess

/// A task's metrics as they were at one moment. Each figure is right by itself; two may differ by a batch.
public struct TaskMetricsSnapshot: Sendable, Equatable {
    /// A call into the plugin.
    public struct Call: Sendable, Equatable {
        /// Which call.
        public let kind: CallKind
        /// For a running call how long it has run; for a finished one how long ago it ended.
        public let age: Duration
    }

    /// The task's state, in the codes of the control protocol.
    public let state: UInt8
    /// The call into the plugin that runs, if one does.
    public let call: Call?
    /// The call that ended last, if one did.
    public let previousCall: Call?
    /// The step of the pipeline that the running call, or else the last one, is of; nil if it is none's.
    public let step: String?
    private let counters: [UInt64]

    /// One figure.
    public subscript(counter: TaskCounter) -> UInt64 { counters[counter.rawValue] }

    /// Reads shared memory at `mapping`, which a plugin may have written anything to.
    package init(mapping: UnsafeMutableRawPointer) {
        let words = mapping.assumingMemoryBound(to: task_metrics.self)
        let now = task_monotonic_ns()
        func call(_ word: UInt64) -> Call? {
            let call = CallWord(word: word)
            guard call.kind != .none else { return nil }
            let age = now > call.time ? now - call.time : 0
            return Call(kind: call.kind, age: .nanoseconds(Int64(clamping: age)))
        }
        state = UInt8(truncatingIfNeeded: task_load(&words.pointee.state))
        self.call = call(task_load(&words.pointee.call))
        previousCall = call(task_load(&words.pointee.previous_call))
        let step = withUnsafeBytes(of: words.pointee.step) { Array($0.prefix { $0 != 0 }) }
        self.step = step.isEmpty ? nil : String(decoding: step, as: UTF8.self)
        counters = TaskCounter.allCases.map { task_load(task_counter(words, UInt32($0.rawValue))) }
    }
}
