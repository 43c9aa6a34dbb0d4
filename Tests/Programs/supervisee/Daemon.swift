internal import Glibc
internal import SuperviseeFaults
internal import Supervisor

/// A daemon with one child, whose id it prints. Waits for ever.
func beDaemon() -> Int32 {
    supervise(ProcessLaunch(label: "child", arguments: ["wait"])) { child in
        for await case .message in child.events {
            print(child.pid)
            fflush(nil)
        }
    }
}

/// A daemon whose one child copies the daemon's standard input to its standard output.
func passThrough() -> Int32 {
    let launch = ProcessLaunch(
        label: "copy", arguments: ["copy"], inheritsStandardInput: true, inheritsStandardOutput: true)
    return supervise(launch) { child in exit(await child.exit.isSuccess ? 0 : 1) }
}

private func supervise(_ launch: ProcessLaunch, _ body: @escaping @Sendable (PluginProcess) async -> Void) -> Int32 {
    let executable = CommandLine.arguments[0]
    Task.detached {
        do {
            let supervisor = try ProcessSupervisor(executable: executable)
            await body(try await supervisor.spawn(launch))
            await supervisor.shutdown()
        } catch {
            complain("\(error)\n")
            exit(1)
        }
    }
    fault_wait()
    return 0
}
