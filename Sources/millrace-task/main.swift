import Glibc
import TaskProtocol
import TaskRuntime

do {
    PluginProcess.run(try TaskProcess.enter())
} catch {
    let line = Array("millrace-task: \(error)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(EXIT_FAILURE)
}
