internal import CProcess
internal import Glibc
internal import TaskProtocol

/// A process that was just started, with the daemon's ends of its channels.
struct SpawnedProcess {
    let pid: Int32
    let pidfd: Descriptor
    let control: Descriptor
    let telemetry: Descriptor
    let mapping: MetricsMapping
    /// Nil if the process writes to the daemon's standard output itself.
    let output: Descriptor?
    let error: Descriptor
    /// The kernel's limit of memory; if nil, the daemon must look at the memory itself.
    let memoryGroup: MemoryGroup?

    /// What RLIMIT_DATA allows above a memory limit: stacks and arenas of threads count there in full, although they
    /// are hardly touched (an idle Kafka producer: 57 MB). Sampling decides; this only stops what outruns it.
    private static let roomForStacks = 128 << 20

    /// Starts `executable`. Must run on the thread that lives as long as the daemon.
    init(_ launch: ProcessLaunch, executable: String, memoryGroup: MemoryGroup?) throws {
        let (control, childControl) = try Descriptor.socketPair(SOCK_STREAM)
        let (telemetry, childTelemetry) = try Descriptor.socketPair(SOCK_SEQPACKET)
        let (error, childError) = try Descriptor.pipe()
        let output = launch.inheritsStandardOutput ? nil : try Descriptor.pipe()
        let metrics = try MetricsMapping.makeSharedMemory()
        let childMetrics = try metrics.moved()
        mapping = try MetricsMapping(descriptor: metrics)
        let input = launch.inheritsStandardInput ? nil : try Descriptor.nothing()
        let orders = SupervisionOrders(
            parent: getpid(),
            dataLimit: memoryGroup == nil ? launch.limits.memory.map { UInt64($0 + Self.roomForStacks) } : nil,
            processesAllowed: launch.limits.processesAllowed, rest: launch.arguments)

        pid = try withCStrings([executable] + orders.arguments) { arguments in
            try withCStrings(Environment.entries(adding: launch.environment)) { environment in
                try executable.withCString { path in
                    try withOptionalCString(launch.workingDirectory) { directory in
                        var request = cprocess_spawn_request(
                            executable: path, arguments: arguments, environment: environment, directory: directory,
                            input: input?.raw ?? -1, output: output?.write.raw ?? -1, error: childError.raw,
                            control: childControl.raw, telemetry: childTelemetry.raw, metrics: childMetrics.raw)
                        var pid: pid_t = 0
                        let failure = cprocess_spawn(&request, &pid)
                        guard failure == 0 else {
                            throw SpawnFailure(launch, executable: executable, code: failure)
                        }
                        return pid
                    }
                }
            }
        }
        // The process cannot be reaped before the supervisor's thread, which is here, comes to it.
        do {
            pidfd = try Descriptor(cprocess_pidfd_open(pid), attempt: "watch process \(pid)")
        } catch {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
        self.control = control
        self.telemetry = telemetry
        self.output = output?.read
        self.error = error
        self.memoryGroup = memoryGroup.flatMap { [pid] group in group.add(pid) ? group : nil }
    }
}

extension SpawnFailure {
    fileprivate init(_ launch: ProcessLaunch, executable: String, code: Int32) {
        let reason = String(cString: strerror(code))
        let advice: String
        if access(executable, X_OK) != 0 {
            advice = "\(executable) is missing or not executable: install it beside the worker"
        } else if let directory = launch.workingDirectory, access(directory, X_OK) != 0 {
            advice = "the working directory \(directory) is missing or not accessible"
        } else {
            advice = "\(executable): \(reason)"
        }
        self.init(description: "cannot start \(launch.label): \(advice)")
    }
}

/// Null-terminated copies of `strings` for the time of `body`.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) throws -> Result
) rethrows -> Result {
    var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { copies.forEach { free($0) } }
    return try body(&copies)
}

private func withOptionalCString<Result>(
    _ string: String?, _ body: (UnsafePointer<CChar>?) throws -> Result
) rethrows -> Result {
    guard let string else { return try body(nil) }
    return try string.withCString { try body($0) }
}
