internal import Glibc
internal import SuperviseeFaults
internal import TaskProtocol

/// Runs one behaviour and returns the exit code.
func runSupervisee() -> Int32 {
    if CommandLine.arguments.count == 2 {
        switch CommandLine.arguments[1] {
        case "daemon": return beDaemon()
        case "pass-through": return passThrough()
        default: break
        }
    }
    do {
        let process = try TaskProcess.enter()
        return try behave(process)
    } catch {
        complain("\(error)\n")
        return 2
    }
}

private func behave(_ process: TaskProcess) throws -> Int32 {
    let behaviour = process.arguments.first ?? ""
    let number = process.arguments.dropFirst().first.flatMap { Int32($0) } ?? 0
    switch behaviour {
    case "exit": return number
    case "wait": try announceAndWait(process)
    case "echo": try echo(process)
    case "describe": try describe(process)
    case "count": try count(process, to: Int(number))
    case "log": log(process, lines: Int(number))
    case "print": for line in process.arguments.dropFirst() { print(line) }
    case "copy": while let line = readLine(strippingNewline: false) { print(line, terminator: "") }
    case "flood": flood(lines: Int(number))
    case "burst":
        for _ in 0..<number {
            try process.control.send([UInt8](repeating: 1, count: 1 << 20))
            process.metrics.add(.sent)
        }
    case "ignore-everything": fault_wait()
    case "fork-and-wait":
        try process.control.send((0..<number).flatMap { _ in bytes(of: fault_fork_sleeper()) })
        fault_wait()
    case "fork": try process.control.send(forkOutcomes(tries: Int(number)))
    case "leave-orphan":
        try process.control.send(bytes(of: fault_fork_sleeper()))
    case "leave-daemon":
        try process.control.send(bytes(of: fault_fork_daemon()))
    case "speak":
        print("printed")
        fflush(nil)
        complain("complained\n")
        process.telemetry.log(.info, logger: "plugin", "logged")
        try announceAndWait(process)
    case "close-everything": fault_close_everything()
    case "hang-in-poll":
        process.metrics.begin(.poll)
        try announceAndWait(process)
    case "leak":
        process.metrics.begin(.put)
        fault_leak(number)
    default:
        process.metrics.begin(.poll)
        commitFault(behaviour)
    }
    return 0
}

private func commitFault(_ name: String) {
    switch name {
    case "race": fault_race()
    case "read-null": fault_read_null()
    case "call-null": fault_call_null()
    case "divide": fault_divide(0)
    case "overflow-stack": _ = fault_overflow_stack(0)
    case "throw": fault_throw()
    case "abort": fault_abort()
    case "read-null-on-thread": fault_read_null_on_thread()
    case "smash-stack": fault_smash_stack()
    case "fatal-error": trapInSwift()
    case "exit-in-poll": exit(0)
    default: complain("no behaviour \(name)\n")
    }
}

@inline(never)
private func trapInSwift() {
    fatalError("the plugin gave up")
}

/// Says "ready" and waits until the daemon closes the channel.
private func announceAndWait(_ process: TaskProcess) throws {
    try process.control.send(Array("ready".utf8))
    while try process.control.receive() != .closed {}
}

private func echo(_ process: TaskProcess) throws {
    while case .frame(let frame) = try process.control.receive() {
        try process.control.send(frame)
        if frame == Array("end".utf8) { return }
    }
}

private func count(_ process: TaskProcess, to last: Int) throws {
    for number in 0..<last { try process.control.send(bytes(of: Int32(number))) }
}

/// What the process sees of its surroundings, as lines.
private func describe(_ process: TaskProcess) throws {
    var lines = process.arguments.dropFirst().map { getenv($0).map { String(cString: $0) } ?? "unset" }
    var directory = [CChar](repeating: 0, count: 4096)
    lines.append(getcwd(&directory, directory.count).map { String(cString: $0) } ?? "none")
    lines.append("session leader: \(getsid(0) == getpid())")
    lines.append("core limit: \(fault_core_limit())")
    lines.append("threads: \(fault_start_thread() == 1)")
    lines.append("descriptors: \((0..<256).filter { fcntl($0, F_GETFD) >= 0 })")
    try process.control.send(Array(lines.joined(separator: "\n").utf8))
}

private func log(_ process: TaskProcess, lines: Int) {
    for number in 0..<lines { process.telemetry.log(.info, logger: "plugin", "line \(number)") }
}

private func flood(lines: Int) {
    for number in 0..<lines { print("line \(number)") }
    complain("flooded\n")
}

/// One number for each try: the id of the new process, or minus the error.
private func forkOutcomes(tries: Int) -> [UInt8] {
    (0..<tries).flatMap { bytes(of: $0 % 2 == 0 ? fault_fork_sleeper() : fault_vfork()) }
}

private func bytes(of number: Int32) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// Writes to standard error, unbuffered.
func complain(_ text: String) {
    var text = text
    text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
}
