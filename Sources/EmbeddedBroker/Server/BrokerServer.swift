internal import KafkaProtocol
public import Logging
internal import NIOCore
internal import NIOPosix

/// A broker that runs: it owns its directory, listens, and serves.
public struct BrokerServer: Sendable {
    /// Where clients reach it, as `host:port`.
    public let address: String
    private let directory: String
    private let broker: Broker
    private let listener: any Channel
    private let clients: ConnectedClients
    private let group: MultiThreadedEventLoopGroup

    /// Opens the directory's log, listens, and writes the address into the directory. May block for as long as the log
    /// takes to open.
    ///
    /// - Throws: what is wrong with the directory, its files or the address, for an operator to read.
    public static func start(_ configuration: BrokerConfiguration, logger: Logger) async throws -> BrokerServer {
        // One thread each for the network, the storage and the readers.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 3)
        let network = group.next()
        let failure: any Error
        do {
            let broker = try Broker(configuration, logger: logger, storageLoop: group.next(), readerLoop: group.next())
            return try await serve(broker, on: network, of: group)
        } catch {
            failure = error
        }
        try? await group.shutdownGracefully()
        throw failure
    }

    private static func serve(
        _ broker: Broker, on network: any EventLoop, of group: MultiThreadedEventLoopGroup
    ) async throws -> BrokerServer {
        let clients = ConnectedClients()
        let failure: any Error
        do {
            try await broker.start()
            let listener = try await listen(broker, clients, on: network)
            let address = BrokerAddress(host: broker.configuration.host, port: listener.localAddress?.port ?? 0)
            try await broker.publish(address: address)
            return BrokerServer(
                address: address.description, directory: broker.configuration.directory, broker: broker,
                listener: listener, clients: clients, group: group)
        } catch {
            failure = error
        }
        await broker.close()
        throw failure
    }

    /// Ends in good order: what was acknowledged is in the file, which is left as small as it can be.
    public func stop() async {
        try? await listener.close()
        await broker.close()
        await clients.closeAll()
        try? await group.shutdownGracefully()
    }

    /// Returns when the log cannot be used any more, and the process had better end: what was acknowledged is in it.
    ///
    /// - Throws: at an orderly end.
    public func failed() async throws {
        try await broker.failure.futureResult.get()
    }

    /// Returns when no worker uses the directory any more: each one holds a shared lock on the file `users` for as long
    /// as it runs, however it ends.
    public func unused() async {
        let path = directory + "/users"
        try? await NIOThreadPool.singleton.runIfActive { try DirectoryUsers.awaitNone(path) }
    }

    private static func listen(
        _ broker: Broker, _ clients: ConnectedClients, on loop: any EventLoop
    ) async throws -> any Channel {
        let routes = Routes(broker)
        let configuration = broker.configuration
        let bootstrap = ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 16)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = Connection(
                        channel: channel, routes: routes, credentials: configuration.credentials, logger: broker.logger)
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(FrameDecoder()), FrameEncoder(),
                        ConnectionHandler(connection: connection))
                    clients.add(channel)
                }
            }
        // The last port, so that clients find a restarted broker where it was.
        if configuration.port == 0, let last = await broker.lastPort,
            let listener = try? await bootstrap.bind(host: configuration.host, port: last).get()
        {
            return listener
        }
        return try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
    }
}
