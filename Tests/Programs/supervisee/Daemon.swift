internal import Glibc
internal import SuperviseeFaults
internal import Supervisor

/// A daemon with one child, whose id it prints. Waits for ever.
func beDaemon() -> Int32 {
    let executable = CommandLine.arguments[0]
    Task.detached {
        do {
            let supervisor = try ProcessSupervisor(executable: executable)
            let child = try await supervisor.spawn(ProcessLaunch(label: "child", arguments: ["wait"]))
            for await case .message in child.events {
                print(child.pid)
                fflush(nil)
            }
            await supervisor.shutdown()
        } catch {
            complain("\(error)\n")
            exit(1)
        }
    }
    fault_wait()
    return 0
}
