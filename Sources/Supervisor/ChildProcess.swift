internal import CProcess
internal import Glibc
internal import TaskProtocol

/// One plugin process as the supervisor's thread sees it. Used on that thread only.
final class ChildProcess {
    /// What a descriptor of the child is for; the low bits of its key.
    enum Channel: UInt64 {
        case exit
        case control
        case telemetry
        case output
        case error
    }

    let handle: PluginProcess
    let launch: ProcessLaunch
    let pidfd: Descriptor
    let mapping: MetricsMapping
    let memoryGroup: MemoryGroup?
    private let poller: Poller
    /// The daemon's peak of memory when the child was spawned, which Linux counts as the child's.
    let inheritedPeak = ResourceUsage.ofDaemon.peakMemory
    var wasKilled = false
    /// What was seen when the process was ended for its memory.
    var memorySeen: Int?

    private var control: ControlConnection?
    private var telemetry: Descriptor?
    private var output: Descriptor?
    private var error: Descriptor?
    private let outputLines: LineReader
    private let errorLines: LineReader
    private var droppedLogs = 0
    private var schedule = Schedule()

    /// When something is to be done next without anything having arrived, in ns of CLOCK_MONOTONIC.
    private struct Schedule {
        var memorySample: UInt64?
        var dropReport: UInt64?
        var controlClosed: UInt64?
        var reaping: UInt64?
    }

    var id: ChildID { handle.id }
    var pid: Int32 { handle.pid }

    init(spawned: SpawnedProcess, launch: ProcessLaunch, handle: PluginProcess, poller: Poller) {
        let now = task_monotonic_ns()
        self.handle = handle
        self.launch = launch
        mapping = spawned.mapping
        self.poller = poller
        pidfd = spawned.pidfd
        memoryGroup = spawned.memoryGroup
        outputLines = LineReader(stream: .standardOutput, now: now)
        errorLines = LineReader(stream: .standardError, now: now)
        control = ControlConnection(socket: spawned.control, process: handle)
        telemetry = spawned.telemetry
        output = spawned.output
        error = spawned.error
        poller.watch(pidfd, for: .read, key: key(.exit))
        poller.watch(spawned.telemetry, for: .read, key: key(.telemetry))
        if let output { poller.watch(output, for: .read, key: key(.output)) }
        poller.watch(spawned.error, for: .read, key: key(.error))
        updateControlInterest()
        if launch.limits.memory != nil, memoryGroup == nil { schedule.memorySample = now }
        if launch.limits.processesAllowed { schedule.reaping = now + 5_000_000_000 }
    }

    func key(_ channel: Channel) -> UInt64 { id << 3 | channel.rawValue }

    // MARK: what arrives

    func isReady(_ channel: Channel, for interest: Poller.Interest) {
        switch channel {
        case .exit: break
        case .control: serveControl(interest)
        case .telemetry: readTelemetry()
        case .output: output = read(output, as: outputLines)
        case .error: error = read(error, as: errorLines)
        }
    }

    /// Sends what waits, and reads what arrived.
    func serveControl(_ interest: Poller.Interest) {
        guard let connection = control else { return }
        let isOpen =
            (!interest.contains(.write) || connection.write()) && (!interest.contains(.read) || connection.read())
        if isOpen { updateControlInterest() } else { closeControl() }
    }

    /// Reads what is left after the process has ended.
    func drain() {
        while let connection = control, connection.read(ignoringBound: true) {
            if connection.isDrained { break }
        }
        closeControl()
        readTelemetry()
        for _ in 0..<1024 where output != nil { output = read(output, as: outputLines) }
        for _ in 0..<1024 where error != nil { error = read(error, as: errorLines) }
        outputLines.finish(deliver: deliver(.standardOutput))
        errorLines.finish(deliver: deliver(.standardError))
        reportDrops()
        closeStreams()
    }

    /// A stream may still be open at its other end, in a process that is being spawned at this moment. The poller has to
    /// forget it before its number names another descriptor.
    private func closeStreams() {
        closeTelemetry()
        if let output { poller.watch(output, for: [], key: 0) }
        if let error { poller.watch(error, for: [], key: 0) }
        output = nil
        error = nil
    }

    var lastErrorLines: [String] { errorLines.lastLines(atMost: 20) }

    private func updateControlInterest() {
        guard let control else { return }
        poller.watch(control.socket, for: control.interest, key: key(.control))
    }

    private func closeControl() {
        guard let connection = control else { return }
        poller.watch(connection.socket, for: [], key: key(.control))
        handle.outbox.close()
        control = nil
        // The channel of a process that ends closes a moment before its end is seen.
        schedule.controlClosed = task_monotonic_ns() + 100_000_000
    }

    private func readTelemetry() {
        guard let descriptor = telemetry?.raw else { return }
        withUnsafeTemporaryAllocation(byteCount: TelemetryRecord.largest, alignment: 16) { chunk in
            for _ in 0..<256 {
                let count = recv(descriptor, chunk.baseAddress, chunk.count, Int32(MSG_DONTWAIT))
                guard count > 0 else {
                    if count == 0 || errno != EAGAIN { closeTelemetry() }
                    return
                }
                guard let record = TelemetryRecord(decoding: UnsafeRawBufferPointer(rebasing: chunk[..<count])) else {
                    droppedLogs += 1
                    continue
                }
                droppedLogs += Int(record.dropped)
                if !handle.mailbox.put(.log(record.level, logger: record.logger, text: record.text)) {
                    droppedLogs += 1
                }
            }
        }
        noteDrops()
    }

    private func closeTelemetry() {
        guard let telemetry else { return }
        poller.watch(telemetry, for: [], key: key(.telemetry))
        self.telemetry = nil
    }

    /// Reads a standard stream once; nil when it has ended.
    private func read(_ stream: Descriptor?, as lines: LineReader) -> Descriptor? {
        guard let stream else { return nil }
        let hasEnded = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { chunk in
            let count = Glibc.read(stream.raw, chunk.baseAddress, chunk.count)
            guard count > 0 else { return count == 0 || (errno != EAGAIN && errno != EINTR) }
            let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
            lines.take(bytes, now: task_monotonic_ns(), deliver: deliver(lines.stream))
            return false
        }
        if hasEnded { poller.watch(stream, for: [], key: 0) }
        noteDrops()
        return hasEnded ? nil : stream
    }

    private func deliver(_ stream: OutputStream) -> (String) -> Bool {
        { [mailbox = handle.mailbox] line in mailbox.put(.output(stream, line: line)) }
    }

    // MARK: what is due

    var nextDue: UInt64? {
        [schedule.memorySample, schedule.dropReport, schedule.controlClosed, schedule.reaping].compactMap(\.self).min()
    }

    func doWhatIsDue(at now: UInt64) {
        if let due = schedule.memorySample, due <= now { sampleMemory(at: now) }
        if let due = schedule.dropReport, due <= now { reportDrops() }
        if let due = schedule.controlClosed, due <= now {
            let isEnding = SessionProcesses.isEnding(pid)
            schedule.controlClosed = isEnding ? now + 100_000_000 : nil
            if !isEnding { handle.mailbox.put(.controlClosed) }
        }
        if let due = schedule.reaping, due <= now {
            SessionProcesses.reapOrphans(of: pid)
            schedule.reaping = now + 5_000_000_000
        }
    }

    /// Ends the process and everything in its session.
    func kill() {
        _ = cprocess_pidfd_send_signal(pidfd.raw, SIGKILL)
        memoryGroup?.kill()
        if launch.limits.processesAllowed { _ = SessionProcesses.kill(session: pid) }
    }

    private func sampleMemory(at now: UInt64) {
        guard let limit = launch.limits.memory else { return }
        // Looking for the members of a session costs more than looking at one process.
        let several = launch.limits.processesAllowed
        schedule.memorySample = now + (several ? 1_000_000_000 : 250_000_000)
        let members = several ? SessionProcesses.living(in: pid) : [pid]
        let seen =
            members.count > 1
            ? members.reduce(0) { $0 + (MemoryProbe.usage(of: $1, above: 0) ?? 0) }
            : MemoryProbe.usage(of: pid, above: limit) ?? 0
        guard seen > limit else { return }
        memorySeen = seen
        schedule.memorySample = nil
        kill()
    }

    private func noteDrops() {
        guard schedule.dropReport == nil else { return }
        if droppedLogs > 0 || outputLines.dropped > 0 || errorLines.dropped > 0 {
            schedule.dropReport = task_monotonic_ns() + 1_000_000_000
        }
    }

    private func reportDrops() {
        schedule.dropReport = nil
        func report(_ source: LineSource, _ count: inout Int) {
            if count > 0 { handle.mailbox.put(.dropped(source, count: count)) }
            count = 0
        }
        report(.log, &droppedLogs)
        report(.output(.standardOutput), &outputLines.dropped)
        report(.output(.standardError), &errorLines.dropped)
    }
}
