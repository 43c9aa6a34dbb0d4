internal import ConnectData
internal import PluginHost
internal import Synchronization
internal import TaskProtocol

/// Runs a connector instance: `start`, then whatever the daemon asks for, until it asks for the end.
final class ConnectorRunner {
    private let environment: TaskEnvironment
    private let channel: ControlChannel
    private let services: DaemonServices

    init(_ environment: TaskEnvironment) {
        self.environment = environment
        channel = environment.process.control
        services = DaemonServices(channel)
    }

    /// Throws what the connector failed with, and what it was doing.
    func run() throws(TaskFailure) {
        let (plugin, connector) = try TaskFailure.during("start") { () throws(ConnectError) in try begin() }
        send(.started(version: plugin.version))
        while let message = try receive() {
            if case .stop = message { break }
            answer(message, connector)
            if let raised = services.raised { throw TaskFailure(raised, during: "running") }
        }
        do throws(ConnectError) {
            try environment.call(.stop) { () throws(ConnectError) in try connector.stop() }
        } catch {
            environment.log.error("The connector's stop failed: \(error)")
        }
    }

    private func begin() throws(ConnectError) -> (PluginClass, HostedConnector) {
        let plugin = try environment.loadPlugin([.source, .sink])
        return try environment.call(.start) { () throws(ConnectError) in
            let connector = try HostedConnector(plugin, services: services)
            try connector.start(environment.start.config)
            return (plugin, connector)
        }
    }

    /// The next message; nil when the connector raised an error meanwhile and there is nothing more to do.
    private func receive() throws(TaskFailure) -> ToProcess? {
        while true {
            if let kept = services.takeKept() { return kept }
            if let raised = services.raised { throw TaskFailure(raised, during: "running") }
            do {
                switch try channel.receive(timeout: .milliseconds(250)) {
                case .frame(let frame): return try ToProcess(frame: frame)
                case .timedOut: continue
                case .closed: endNow()
                }
            } catch {
                throw TaskFailure(ConnectError(.fatal, "The control channel is broken: \(error)"), during: "running")
            }
        }
    }

    private func send(_ message: FromProcess) {
        services.send(message)
    }

    private func answer(_ message: ToProcess, _ connector: HostedConnector) {
        switch message {
        case .taskConfigs(let request, let maxTasks):
            reply(to: request, .taskConfigs) { () throws(ConnectError) in
                .taskConfigs(request: request, configs: try connector.taskConfigs(maxTasks: maxTasks))
            }
        case .alterOffsets(let request, let offsets):
            reply(to: request, .alterOffsets) { () throws(ConnectError) in
                .offsetsAltered(request: request, accepted: try alter(offsets, connector))
            }
        default:
            break
        }
    }

    private func reply(
        to request: UInt64, _ kind: CallKind, _ body: () throws(ConnectError) -> FromProcess
    ) {
        do throws(ConnectError) {
            send(try environment.call(kind, body))
        } catch {
            send(.requestFailed(request: request, message: error.message))
        }
    }

    private func alter(_ offsets: [SourceOffset], _ connector: HostedConnector) throws(ConnectError) -> Bool {
        let memory = Batch(records: 1)
        let partitions = memory.allocate(offsets.count, of: Value.self)
        let values = memory.allocate(offsets.count, of: Value.self)
        for (index, entry) in offsets.enumerated() {
            (partitions + index).initialize(to: try OffsetJSON.value(of: entry.partition, in: memory))
            let value = try entry.offset.map { json throws(ConnectError) in try OffsetJSON.value(of: json, in: memory) }
            (values + index).initialize(to: value ?? .null)
        }
        return try connector.alterOffsets(
            partitions: UnsafeBufferPointer(start: partitions, count: offsets.count),
            offsets: UnsafeBufferPointer(start: values, count: offsets.count), environment.start.config)
    }
}

/// What a connector asks of the daemon, from its own calls or from threads of its own.
private final class DaemonServices: ConnectorServices, Sendable {
    private struct State {
        var kept: [ToProcess] = []
        var raised: ConnectError?
        var nextRequest: UInt64 = 0
    }

    private let channel: ControlChannel
    private let state = Mutex(State())

    init(_ channel: ControlChannel) {
        self.channel = channel
    }

    var raised: ConnectError? { state.withLock { $0.raised } }

    /// A message that came while an answer was awaited.
    func takeKept() -> ToProcess? {
        state.withLock { $0.kept.isEmpty ? nil : $0.kept.removeFirst() }
    }

    func send(_ message: FromProcess) {
        do { try channel.send(message.frame) } catch { endNow() }
    }

    func requestTaskReconfiguration() { send(.reconfigureTasks) }

    func raiseError(_ message: String) {
        state.withLock { $0.raised = $0.raised ?? ConnectError(.fatal, message) }
    }

    /// On the connector's thread, inside one of its calls: what else arrives meanwhile is kept for later.
    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        let request = state.withLock { state in
            state.nextRequest += 1
            return state.nextRequest
        }
        send(.readOffsets(request: request, partitions: partitions.map(OffsetJSON.bytes)))
        for (index, json) in try awaitOffsets(request).prefix(offsets.count).enumerated() {
            guard let json else { continue }
            offsets[index] = try OffsetJSON.value(of: json, in: memory)
        }
    }

    private func awaitOffsets(_ request: UInt64) throws(ConnectError) -> [[UInt8]?] {
        do {
            while case .frame(let frame) = try channel.receive() {
                let message = try ToProcess(frame: frame)
                if case .offsets(request, let offsets) = message { return offsets }
                state.withLock { $0.kept.append(message) }
            }
        } catch {
            throw ConnectError(.fatal, "Offsets cannot be read: \(error)")
        }
        endNow()
    }
}
