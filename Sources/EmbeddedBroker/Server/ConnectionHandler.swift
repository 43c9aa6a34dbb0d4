internal import KafkaProtocol
internal import NIOCore

/// Hands a connection's messages over, in their order, and reads no more from a client that has too many unanswered.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let connection: Connection
    private var isReadHeld = false

    init(connection: Connection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        connection.assumeIsolated { $0.receive(frame) }
    }

    /// NIO asks here before each read from the socket.
    func read(context: ChannelHandlerContext) {
        if connection.assumeIsolated({ $0.hasRoom }) {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is Connection.HasRoom {
            guard isReadHeld else { return }
            isReadHeld = false
            context.read()
        } else if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.assumeIsolated { $0.end() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.assumeIsolated { $0.close(because: error) }
    }
}
