internal import ConnectData
internal import PluginHost
internal import TaskProtocol

/// What every role of a plugin process works with.
struct TaskEnvironment {
    let process: TaskProcess
    let start: ProcessStart
    let control: TaskControl
    let log: TaskLog

    var metrics: TaskMetrics { process.metrics }

    /// Who and where, for the traces of this process.
    var place: String {
        let task = process.arguments.first == "task" ? ", task \(start.task)" : ""
        if process.arguments.first == "provider" {
            return "config provider \(start.connector), class \(start.className), plugin \(start.pluginFile)"
        }
        return "connector \(start.connector)\(task), class \(start.className), plugin \(start.pluginFile)"
    }

    /// Runs plugin code under its name, so that the daemon can tell what hangs or crashed.
    func call<T>(_ kind: CallKind, _ body: () throws(ConnectError) -> T) throws(ConnectError) -> T {
        metrics.begin(kind)
        defer { metrics.end() }
        return try body()
    }

    /// Loads the plugin and finds its class.
    func loadPlugin(_ kinds: [PluginDescription.Kind]) throws(ConnectError) -> PluginClass {
        metrics.begin(.load)
        defer { metrics.end() }
        do throws(PluginLoadError) {
            let library = try PluginLibrary.load(start.pluginFile)
            guard let found = library.classes.first(where: { $0.name == start.className && kinds.contains($0.kind) })
            else {
                return try library.find(start.className, kinds.first ?? .source)
            }
            return found
        } catch {
            throw ConnectError(.fatal, "The plugin cannot be loaded: \(error)")
        }
    }

    /// Tells the daemon that the instance cannot go on. Only the first failure counts: what follows comes of it.
    func fail(_ failure: TaskFailure) {
        control.fail(trace: trace(failure.error, in: failure.activity), restart: failure.asksForRestart)
    }

    /// What the status shows of an error: what went wrong, in which call, and where.
    func trace(_ error: ConnectError, in activity: String) -> String {
        let kind =
            switch error.code {
            case .retriable: "retriable error"
            case .badData: "bad data"
            case .badConfig: "bad configuration"
            case .notConnected: "not connected"
            case .fatal: "error"
            }
        return "\(error.message)\n\tin \(activity) (\(kind))\n\tof \(place)"
    }
}
