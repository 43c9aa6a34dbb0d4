internal import ConnectConfig
internal import ConnectData
internal import Glibc
internal import PluginHost
public import TaskProtocol

/// What a plugin process does, by its first argument: one role, from the daemon's first message to the end.
public enum PluginProcess {
    /// Runs the role and ends the process. Call it on the main thread, with nothing of a plugin loaded yet.
    public static func run(_ process: TaskProcess) -> Never {
        let telemetry = process.telemetry
        HostTable.setLog { level, text in telemetry.log(level, logger: "plugin", text) }
        switch process.arguments.first {
        case "scan": scan(process)
        case "connector", "task", "validate", "provider": serve(process)
        default:
            telemetry.log(.error, logger: "millrace-task", "A plugin process has no role '\(process.arguments)'")
            _exit(EXIT_FAILURE)
        }
    }

    private static func scan(_ process: TaskProcess) -> Never {
        guard let file = process.arguments.dropFirst().first else {
            answer(process, .scanned(BuiltInClasses.descriptions))
        }
        process.metrics.begin(.load)
        do throws(PluginLoadError) {
            answer(process, .scanned(try PluginScanner.scan(file)))
        } catch {
            answer(process, .rejected(reason: error.reason))
        }
    }

    private static func serve(_ process: TaskProcess) -> Never {
        guard case .frame(let frame) = try? process.control.receive(),
            case .start(let start) = try? ToProcess(frame: frame)
        else { endNow() }
        let environment = TaskEnvironment(
            process: process, start: start, control: TaskControl(process.control, paused: start.paused),
            log: TaskLog(process.telemetry, logger: "task"))
        do throws(TaskFailure) {
            try runRole(environment)
        } catch {
            environment.fail(error)
            _exit(EXIT_SUCCESS)
        }
        answer(process, .stopped)
    }

    private static func runRole(_ environment: TaskEnvironment) throws(TaskFailure) {
        switch environment.process.arguments.first {
        case "connector": try ConnectorRunner(environment).run()
        case "validate": try ValidationRunner(environment).run()
        case "provider": try ProviderRunner(environment).run()
        default:
            let plugin = try TaskFailure.during("loading the plugin") { () throws(ConnectError) in
                try environment.loadPlugin([.source, .sink])
            }
            if plugin.kind == .source {
                try SourceTaskRunner(environment).run()
            } else {
                try SinkTaskRunner.run(environment)
            }
        }
    }

    /// The last message. The process ends without the plugin's exit handlers: everything that matters is done.
    private static func answer(_ process: TaskProcess, _ message: FromProcess) -> Never {
        try? process.control.send(message.frame)
        _exit(EXIT_SUCCESS)
    }
}

/// Ends the process without a word: the daemon is gone, and with it the reason to go on.
func endNow() -> Never {
    _exit(EXIT_FAILURE)
}
