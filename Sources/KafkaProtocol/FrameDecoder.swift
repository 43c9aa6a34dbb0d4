package import NIOCore

/// Cuts a stream into messages: each is preceded by its length, four bytes.
package struct FrameDecoder: ByteToMessageDecoder {
    /// A message without its length.
    package typealias InboundOut = ByteBuffer

    private let limit: Int

    /// - Parameter limit: a longer message ends the connection.
    package init(limit: Int = 100 * 1024 * 1024) {
        self.limit = limit
    }

    /// Called by NIO when bytes have come.
    package mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: Int32.self) else { return .needMoreData }
        guard length >= 0, length <= limit else { throw WireError("a message of \(length) bytes") }
        guard buffer.readableBytes >= 4 + Int(length) else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 4)
        guard let frame = buffer.readSlice(length: Int(length)) else { return .needMoreData }
        context.fireChannelRead(wrapInboundOut(frame))
        return .continue
    }
}
