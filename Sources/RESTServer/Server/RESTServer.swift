internal import Hummingbird
internal import Logging
internal import NIOPosix
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
    /// - Parameter whenListening: called once, when every listener accepts connections, with their ports.
    /// - Throws: a sentence that names the listener that cannot be used.
    public func run(whenListening: @escaping @Sendable ([Int]) async -> Void) async throws {
        if let secure = listeners.first(where: { $0.scheme == .https }) {
            throw ListenerFailure(description: "listeners=\(secure): https is not supported yet; use http")
        }
        let ports = Mutex<[Int: Int]>([:])
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        try await withThrowingTaskGroup { tasks in
            for (index, listener) in listeners.enumerated() {
                let application = application(listener, group) { port in
                    let all = ports.withLock { ports in
                        ports[index] = port
                        return ports
                    }
                    guard all.count == listeners.count else { return }
                    await whenListening(all.sorted { $0.key < $1.key }.map(\.value))
                }
                tasks.addTask {
                    do {
                        try await application.run()
                    } catch {
                        throw ListenerFailure(description: "listeners=\(listener) cannot be used: \(error)")
                    }
                }
            }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
        try await group.shutdownGracefully()
    }

    private func application(
        _ listener: Listener, _ group: MultiThreadedEventLoopGroup,
        whenListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        var logger = Logger(label: "millrace.rest")
        logger.logLevel = .warning
        return Application(
            responder: APIResponder(api: api, responseHeaders: responseHeaders),
            configuration: .init(address: .hostname(listener.host ?? "0.0.0.0", port: listener.port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? listener.port) },
            eventLoopGroupProvider: .shared(group), logger: logger)
    }
}

/// A listener that cannot be used.
public struct ListenerFailure: Error, CustomStringConvertible {
    /// Which, and why.
    public let description: String
}
