internal import Glibc
internal import Synchronization

/// The task's end of the control channel: whole frames, in order, to and from the daemon.
///
/// Receive on one thread at a time; send from any thread.
public final class ControlChannel: Sendable {
    /// What `receive` found.
    public enum Received: Sendable, Equatable {
        /// A frame's payload.
        case frame([UInt8])
        /// Nothing complete arrived in time.
        case timedOut
        /// The daemon closed the channel: there is nobody to work for.
        case closed
    }

    /// The socket, for poll(2): readable when `receive` may find something. A frame that arrived together with
    /// another is not seen by poll, so receive until `timedOut`. The channel keeps the ownership.
    public let descriptor: Int32

    private struct Input {
        var decoder = FrameDecoder()
        var closed = false
    }

    private let input = Mutex(Input())
    private let output = Mutex(())

    /// Speaks on a connected stream socket, which it does not close.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Waits for a frame for at most `timeout`, for ever if that is nil, not at all if it is zero.
    public func receive(timeout: Duration? = nil) throws -> Received {
        let deadline = timeout.map { ContinuousClock.now + $0 }
        while true {
            if let found = try receiveWithoutWaiting() { return found }
            guard try waitForInput(until: deadline) else { return .timedOut }
        }
    }

    /// Sends one frame. Blocks while the daemon has not taken earlier ones; frames of several threads never mix.
    public func send(_ frame: [UInt8]) throws {
        guard frame.count <= FrameCodec.largestFrame else { throw MalformedFrame(length: frame.count) }
        let header = FrameCodec.header(count: frame.count)
        try output.withLock { _ in
            if frame.count <= 1 << 16 {
                try sendAll(header + frame)
            } else {
                try sendAll(header)
                try sendAll(frame)
            }
        }
    }

    private func receiveWithoutWaiting() throws -> Received? {
        try input.withLock { input -> Received? in
            if let frame = try input.decoder.next() { return .frame(frame) }
            return try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { chunk -> Received? in
                while !input.closed {
                    let count = recv(descriptor, chunk.baseAddress, chunk.count, Int32(MSG_DONTWAIT))
                    if count > 0 {
                        input.decoder.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
                        if let frame = try input.decoder.next() { return .frame(frame) }
                    } else if count == 0 || errno == ECONNRESET {
                        input.closed = true
                    } else if errno == EAGAIN {
                        return nil
                    } else if errno != EINTR {
                        throw SystemError("receive on the control channel")
                    }
                }
                return .closed
            }
        }
    }

    /// False when the deadline passed first.
    private func waitForInput(until deadline: ContinuousClock.Instant?) throws -> Bool {
        while true {
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wanted, 1, Self.milliseconds(until: deadline))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { throw SystemError("wait for the control channel") }
            if let deadline, ContinuousClock.now >= deadline { return false }
        }
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = (deadline - ContinuousClock.now).components
        guard left.seconds >= 0, left.attoseconds >= 0 else { return 0 }
        guard left.seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    private func sendAll(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let chunk = UnsafeRawBufferPointer(rebasing: rest)
                let count = Glibc.send(descriptor, chunk.baseAddress, chunk.count, Int32(MSG_NOSIGNAL))
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    throw SystemError("send on the control channel")
                }
            }
        }
    }
}
