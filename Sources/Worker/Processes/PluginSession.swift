internal import TaskProtocol

/// The daemon's talk with one plugin process: start, requests and answers, stop, each with its deadline. A process that
/// misses a deadline is killed, because nothing else ends a plugin that hangs.
actor PluginSession {
    /// What the process says unasked.
    enum Notice: Sendable {
        case message(FromProcess)
        /// The process ended, whoever wanted it. Comes once, and last.
        case ended(PluginEnd)
    }

    private enum Wait: Hashable {
        case start
        case request(UInt64)
    }

    private let process: any LaunchedPlugin
    private var waits: [Wait: CheckedContinuation<FromProcess, any Error>] = [:]
    private var endWaits: [CheckedContinuation<Void, Never>] = []
    private var lastRequest: UInt64 = 0
    private var end: PluginEnd?
    /// What the plugin said of its failure.
    private var ownTrace: String?
    /// Why the daemon killed the process.
    private var killReason: String?
    private var isStopping = false

    /// Talks with a process and passes on what it says unasked, in order.
    init(process: any LaunchedPlugin, notify: @escaping @Sendable (Notice) async -> Void) {
        self.process = process
        Task {
            while let event = await process.nextEvent() {
                guard let notice = await self.take(event) else { continue }
                await notify(notice)
            }
        }
    }

    /// The call into the plugin that runs now, and for how long.
    nonisolated var call: TaskMetricsSnapshot.Call? { process.call }

    /// Starts the plugin, waits until its `start` has returned, and gives its version.
    func start(_ start: ProcessStart, deadline: Duration) async throws -> String {
        let answer = try await wait(for: .start, sending: .start(start), deadline: deadline, call: "start")
        guard case .started(let version) = answer else { throw PluginFailure(description: "start was not answered") }
        return version
    }

    /// Asks and waits for the answer.
    func request(
        _ call: String, deadline: Duration, _ message: (UInt64) -> ToProcess
    ) async throws -> FromProcess {
        lastRequest += 1
        let message = message(lastRequest)
        return try await wait(for: .request(lastRequest), sending: message, deadline: deadline, call: call)
    }

    /// Sends what needs no answer; a process that has ended says so by its end.
    func send(_ message: ToProcess) {
        try? process.send(message)
    }

    /// Ends the plugin gracefully, or hard at the deadline, and says how it ended.
    @discardableResult
    func stop(deadline: Duration) async -> PluginEnd? {
        if end == nil {
            isStopping = true
            try? process.send(.stop)
            let timer = Task {
                try await Task.sleep(for: deadline)
                self.kill(because: "it did not end within \(deadline.milliseconds) ms")
            }
            await waitForEnd()
            timer.cancel()
        }
        return end
    }

    /// Ends the process at once, for this reason.
    func kill(because reason: String) {
        if killReason == nil { killReason = reason }
        process.kill()
    }

    /// Returns when the process has ended.
    func waitForEnd() async {
        guard end == nil else { return }
        await withCheckedContinuation { endWaits.append($0) }
    }

    private func wait(
        for wait: Wait, sending message: ToProcess, deadline: Duration, call: String
    ) async throws -> FromProcess {
        if let end { throw PluginFailure(description: ownTrace ?? end.trace) }
        try process.send(message)
        let timer = Task {
            try await Task.sleep(for: deadline)
            self.expire(wait, call: call, deadline: deadline)
        }
        defer { timer.cancel() }
        return try await withCheckedThrowingContinuation { waits[wait] = $0 }
    }

    private func expire(_ wait: Wait, call: String, deadline: Duration) {
        guard waits[wait] != nil else { return }
        let reason = "\(call) did not return within \(deadline.milliseconds) ms, so the plugin process was ended"
        resolve(wait, .failure(PluginFailure(description: reason)))
        kill(because: reason)
    }

    /// Handles an event; gives back what somebody else must hear of.
    private func take(_ event: PluginEvent) -> Notice? {
        switch event {
        case .message(let message): return take(message)
        case .disconnected(let reason):
            kill(because: reason)
            return nil
        case .ended(let end):
            let known = PluginEnd(isSuccess: end.isSuccess, trace: (killReason.map { $0 + "\n" } ?? "") + end.trace)
            self.end = known
            let reason = ownTrace ?? (isStopping ? "the plugin was stopped" : known.trace)
            for wait in waits.keys { resolve(wait, .failure(PluginFailure(description: reason))) }
            for waiting in endWaits { waiting.resume() }
            endWaits = []
            return .ended(known)
        }
    }

    private func take(_ message: FromProcess) -> Notice? {
        switch message {
        case .started:
            return resolve(.start, .success(message)) ? nil : .message(message)
        case .failed(let trace, _):
            ownTrace = trace
            for wait in waits.keys { resolve(wait, .failure(PluginFailure(description: trace))) }
            return .message(message)
        case .requestFailed(let request, let reason):
            resolve(.request(request), .failure(PluginFailure(description: reason)))
            return nil
        case .taskConfigs(let request, _), .offsetsAltered(let request, _), .validated(let request, _),
            .provided(let request, _, _):
            resolve(.request(request), .success(message))
            return nil
        default: return .message(message)
        }
    }

    @discardableResult
    private func resolve(_ wait: Wait, _ result: Result<FromProcess, any Error>) -> Bool {
        guard let continuation = waits.removeValue(forKey: wait) else { return false }
        continuation.resume(with: result)
        return true
    }
}

extension Duration {
    /// The whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
