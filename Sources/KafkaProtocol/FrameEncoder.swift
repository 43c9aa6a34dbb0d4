package import NIOCore

/// Puts each message's length before it. The message itself is not copied: it may be a fetch's answer.
package final class FrameEncoder: ChannelOutboundHandler {
    /// A message without its length.
    package typealias OutboundIn = ByteBuffer
    /// A length, or a message.
    package typealias OutboundOut = ByteBuffer

    package init() {}

    /// Called by NIO when a message is written.
    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let message = unwrapOutboundIn(data)
        guard let length = Int32(exactly: message.readableBytes) else {
            promise?.fail(WireError("a message of \(message.readableBytes) bytes"))
            return
        }
        var prefix = context.channel.allocator.buffer(capacity: MemoryLayout<Int32>.size)
        prefix.writeInteger(length)
        context.write(wrapOutboundOut(prefix), promise: nil)
        context.write(wrapOutboundOut(message), promise: promise)
    }
}
