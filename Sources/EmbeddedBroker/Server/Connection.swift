internal import KafkaProtocol
internal import Logging
internal import NIOCore

/// One client: its requests begin in the order in which they come, run side by side, and are answered in that order.
///
/// Runs on the event loop of its channel.
actor Connection {
    /// Tells the handler that it may read again.
    struct HasRoom {}

    /// An answer that is due, in the order of the requests.
    private enum Answer {
        case awaited
        case ready(ByteBuffer)
        /// A producer wanted no acknowledgement.
        case nothing
    }

    /// Producers send at most five requests before they wait; a client that sends more waits in its socket.
    private static let maximumUnanswered = 8

    nonisolated private let channel: any Channel
    nonisolated var unownedExecutor: UnownedSerialExecutor { channel.eventLoop.executor.asUnownedSerialExecutor() }

    private let routes: Routes
    private let logger: Logger
    private let clientHost: String
    private let address: BrokerAddress
    private var authentication: Authentication
    /// From the oldest request that is not answered on.
    private var answers: [Answer] = []
    private var oldest = 0
    private var unwritten = 0
    private var isClosed = false

    init(channel: any Channel, routes: Routes, credentials: Credentials?, logger: Logger) {
        self.channel = channel
        self.routes = routes
        self.logger = logger
        let local = channel.localAddress
        // Where this client found the broker, it finds it again.
        address = BrokerAddress(host: local?.ipAddress ?? "127.0.0.1", port: local?.port ?? 0)
        clientHost = "/" + (channel.remoteAddress?.ipAddress ?? "unknown")
        authentication = Authentication(credentials: credentials)
    }

    /// Whether another request may be read.
    var hasRoom: Bool { answers.count + unwritten < Self.maximumUnanswered }

    /// Begins to serve a request.
    func receive(_ frame: ByteBuffer) {
        guard !isClosed else { return }
        let number = oldest + answers.count
        answers.append(.awaited)
        Task {
            do {
                finish(number, with: try await serve(frame))
            } catch {
                close(because: error)
            }
        }
    }

    /// The channel has ended; what is still awaited will not be sent.
    func end() {
        isClosed = true
    }

    /// Ends the connection of a client that does not keep to the protocol.
    func close(because error: any Error) {
        guard !isClosed else { return }
        isClosed = true
        logger.info("The connection from \(clientHost) is closed: \(error)")
        channel.close(promise: nil)
    }

    private func serve(_ frame: ByteBuffer) async throws -> ByteBuffer? {
        let request = try IncomingRequest(frame)
        let context = RequestContext(
            version: request.header.requestApiVersion, clientId: request.header.clientId ?? "", clientHost: clientHost,
            address: address)
        switch try authentication.check(request) {
        case .answer(let answer): return answer
        case .pass: return try await routes.serve(request, context)
        }
    }

    private func finish(_ number: Int, with answer: ByteBuffer?) {
        guard !isClosed else { return }
        answers[number - oldest] = answer.map { .ready($0) } ?? .nothing
        var isWritten = false
        flushing: while let answer = answers.first {
            switch answer {
            case .awaited: break flushing
            case .nothing: break
            case .ready(let buffer):
                write(buffer)
                isWritten = true
            }
            answers.removeFirst()
            oldest += 1
        }
        if isWritten { channel.flush() }
        makeRoom()
    }

    private func write(_ buffer: ByteBuffer) {
        unwritten += 1
        channel.write(buffer).whenComplete { _ in
            self.assumeIsolated { connection in
                connection.unwritten -= 1
                connection.makeRoom()
            }
        }
    }

    private func makeRoom() {
        if hasRoom { channel.pipeline.fireUserInboundEventTriggered(HasRoom()) }
    }
}
