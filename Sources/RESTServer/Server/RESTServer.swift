internal import Glibc
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization
public import Worker

/// Serves Connect's REST API on the worker's listeners.
public struct RESTServer: Sendable {
    private let api: ConnectAPI
    private let listeners: [Listener]
    private let responseHeaders: [HTTPHeaderRule]

    /// A server in front of an API.
    public init(api: ConnectAPI, listeners: [Listener], responseHeaders: [HTTPHeaderRule] = []) {
        self.api = api
        self.listeners = listeners
        self.responseHeaders = responseHeaders
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter whenListening: called once, when every listener is bound, with their ports. Requests are answered while
    ///   it runs, however long that takes.
    /// - Throws: a sentence that names the listener that cannot be used.
    public func run(whenListening: @escaping @Sendable ([Int]) async -> Void) async throws {
        if let secure = listeners.first(where: { $0.scheme == .https }) {
            throw ListenerFailure(description: "listeners=\(secure): https is not supported yet; use http")
        }
        let ports = Mutex<[Int: Int]>([:])
        let services = listeners.enumerated().map { index, listener in
            let application = application(listener) { port in
                let all = ports.withLock { ports in
                    ports[index] = port
                    return ports
                }
                guard all.count == listeners.count else { return }
                // The listener takes no connection before its callback has returned.
                Task { await whenListening(all.sorted { $0.key < $1.key }.map(\.value)) }
            }
            return ListenerService(listener: listener, application: application)
        }
        var settings = ServiceGroupConfiguration(services: services, logger: quietLogger)
        settings.maximumGracefulShutdownDuration = .seconds(1)
        let group = ServiceGroup(configuration: settings)
        try await withTaskCancellationHandler {
            try await group.run()
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    /// Whatever the HTTP library has to say besides its errors, which are thrown, is not for operators.
    private var quietLogger: Logger {
        var logger = Logger(label: "millrace.rest")
        logger.logLevel = .critical
        return logger
    }

    private func application(
        _ listener: Listener, whenListening: @escaping @Sendable (Int) async -> Void
    ) -> Application<APIResponder> {
        Application(
            responder: APIResponder(api: api, responseHeaders: responseHeaders),
            configuration: .init(address: .hostname(listener.host ?? "0.0.0.0", port: listener.port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? listener.port) },
            eventLoopGroupProvider: .singleton, logger: quietLogger)
    }
}

/// One listener's server, whose failure says which listener it was.
private struct ListenerService: Service {
    let listener: Listener
    let application: Application<APIResponder>

    func run() async throws {
        do {
            try await application.run()
        } catch {
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw ListenerFailure(description: "listeners=\(listener) cannot be used: \(reason)")
        }
    }
}

/// A listener that cannot be used.
public struct ListenerFailure: Error, CustomStringConvertible {
    /// Which, and why.
    public let description: String
}
