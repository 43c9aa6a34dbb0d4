internal import CProcess
internal import Glibc
internal import TaskProtocol

/// The supervisor's thread: spawns, waits for whatever its processes do, and never blocks on one of them.
final class SupervisorLoop {
    private static let inboxKey: UInt64 = 0

    private let executable: String
    private let inbox: LoopInbox
    private let poller: Poller
    private let memoryGroups = MemoryGroups.delegated()
    private var children: [ChildID: ChildProcess] = [:]
    private var lastID: ChildID = 0
    /// Killed members of sessions whose leader has ended, until they are reaped.
    private var orphans: Set<Int32> = []
    /// Control groups of ended processes, until nothing is left in them.
    private var leftGroups: [MemoryGroup] = []
    private var isShuttingDown = false
    private var shutdownWaiters: [CheckedContinuation<Void, Never>] = []

    init(executable: String, inbox: LoopInbox) throws {
        self.executable = executable
        self.inbox = inbox
        poller = try Poller()
        guard cprocess_become_subreaper() == 0 else { throw SystemError("become the reaper of orphaned processes") }
        poller.watch(inbox.wakeup, for: .read, key: Self.inboxKey)
    }

    /// Returns after the shutdown, when no process is left.
    func run() {
        while !(isShuttingDown && children.isEmpty && orphans.isEmpty) {
            for (key, interest) in poller.wait(timeout: timeout()) {
                if key == Self.inboxKey {
                    inbox.take().forEach(serve)
                } else {
                    dispatch(key: key, interest)
                }
            }
            doWhatIsDue()
        }
        for command in inbox.close() { command.refuse(because: "the supervisor was shut down") }
        for waiter in shutdownWaiters { waiter.resume() }
    }

    private func serve(_ command: LoopInbox.Command) {
        switch command {
        case .spawn(let launch, let continuation):
            if isShuttingDown { return command.refuse(because: "the supervisor is shutting down") }
            continuation.resume(with: Result { try spawn(launch) })
        case .flush(let id): children[id]?.serveControl(.write)
        case .resumeReading(let id): children[id]?.serveControl(.read)
        case .kill(let id):
            children[id]?.wasKilled = true
            children[id]?.kill()
        case .shutDown(let continuation):
            shutdownWaiters.append(continuation)
            shutDown()
        case .abandon: shutDown()
        }
    }

    private func shutDown() {
        isShuttingDown = true
        for child in children.values {
            child.wasKilled = true
            child.kill()
        }
    }

    private func spawn(_ launch: ProcessLaunch) throws -> PluginProcess {
        lastID += 1
        let group = launch.limits.memory.flatMap { memoryGroups?.make(id: lastID, limit: $0) }
        defer { if let group, children[lastID]?.memoryGroup == nil { leftGroups.append(group) } }
        let spawned = try SpawnedProcess(launch, executable: executable, memoryGroup: group)
        let handle = PluginProcess(
            id: lastID, label: launch.label, pid: spawned.pid, mapping: spawned.mapping, inbox: inbox)
        children[lastID] = ChildProcess(spawned: spawned, launch: launch, handle: handle, poller: poller)
        return handle
    }

    private func dispatch(key: UInt64, _ interest: Poller.Interest) {
        // An event of a process that ended earlier in the same round finds nobody.
        guard let child = children[key >> 3], let channel = ChildProcess.Channel(rawValue: key & 7) else { return }
        if channel == .exit { finish(child) } else { child.isReady(channel, for: interest) }
    }

    /// The process has ended: everything that it started ends too, everything that it said is delivered.
    private func finish(_ child: ChildProcess) {
        children[child.id] = nil
        poller.watch(child.pidfd, for: [], key: child.key(.exit))
        if child.launch.limits.processesAllowed {
            // Before the leader is reaped, because afterwards its id may name another session.
            orphans.formUnion(SessionProcesses.kill(session: child.pid).subtracting([child.pid]))
        }
        if let group = child.memoryGroup {
            group.kill()
            leftGroups.append(group)
        }
        child.drain()
        var status: Int32 = 0
        var usage = rusage()
        wait4(child.pid, &status, 0, &usage)
        let crash = child.mapping.crash()
        let ending = Ending(child: child, status: status, crash: crash, usage: ResourceUsage(usage))
        guard let crash else { return child.handle.hasEnded(ending.exit(crash: nil)) }
        // Reading the symbols of big files takes longer than the other processes should wait.
        let handle = child.handle
        do {
            try runOnThread(named: "crash-report") { handle.hasEnded(ending.exit(crash: crash.symbolised())) }
        } catch {
            handle.hasEnded(ending.exit(crash: nil))
        }
    }

    private func doWhatIsDue() {
        let now = task_monotonic_ns()
        for child in children.values where child.nextDue.map({ $0 <= now }) ?? false { child.doWhatIsDue(at: now) }
        leftGroups.removeAll { $0.remove() }
        orphans = orphans.filter { waitpid($0, nil, WNOHANG) == 0 || kill($0, 0) == 0 }
    }

    private func timeout() -> Int32 {
        if !orphans.isEmpty || !leftGroups.isEmpty { return 20 }
        guard let due = children.values.compactMap(\.nextDue).min() else { return -1 }
        let now = task_monotonic_ns()
        return due <= now ? 0 : Int32(clamping: (due - now) / 1_000_000 + 1)
    }
}

/// What is known about an ended process before its crash report is read.
private struct Ending: Sendable {
    let label: String
    let subject: String
    let pid: Int32
    let reason: ProcessExit.Reason
    let killed: Bool
    let metrics: TaskMetricsSnapshot
    let standardError: [String]
    let peakMemory: Int?
    let userTime: Duration
    let systemTime: Duration

    init(child: ChildProcess, status: Int32, crash: RawCrash?, usage: ResourceUsage) {
        label = child.launch.label
        subject = child.launch.subject
        pid = child.pid
        killed = child.wasKilled
        metrics = child.mapping.snapshot()
        standardError = child.lastErrorLines
        peakMemory = usage.peakMemory > child.inheritedPeak ? usage.peakMemory : nil
        userTime = usage.userTime
        systemTime = usage.systemTime
        // The first fault counts, not one that the report met on a damaged stack.
        let signal = status & 0x7f == 0 ? 0 : crash?.signal ?? status & 0x7f
        if let limit = child.launch.limits.memory, signal != 0, !child.wasKilled,
            let seen = child.memorySeen ?? child.memoryGroup?.peakIfLimitWasMet(limit: limit)
                ?? peakMemory.flatMap({ $0 > limit ? $0 : nil })
        {
            reason = .memoryLimit(limit: limit, seen: seen)
        } else if signal != 0 {
            reason = .signalled(signal)
        } else {
            reason = .exited(code: status >> 8 & 0xff)
        }
    }

    func exit(crash: CrashReport?) -> ProcessExit {
        ProcessExit(
            label: label, subject: subject, pid: pid, reason: reason, killed: killed, crash: crash, metrics: metrics,
            standardError: standardError, peakMemory: peakMemory, userTime: userTime, systemTime: systemTime)
    }
}
