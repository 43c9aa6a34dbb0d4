internal import Glibc
internal import TaskProtocol

/// The daemon's end of one process's control channel. Used on the supervisor's thread only.
final class ControlConnection {
    let socket: Descriptor
    private let process: PluginProcess
    private var decoder = FrameDecoder()
    private var outgoing: [UInt8] = []
    private var written = 0
    private var isHoldingBack = false
    /// The last read found nothing more.
    private(set) var isDrained = false

    init(socket: Descriptor, process: PluginProcess) {
        self.socket = socket
        self.process = process
    }

    /// What to wait for now.
    var interest: Poller.Interest {
        var interest: Poller.Interest = isHoldingBack ? [] : .read
        if written < outgoing.count { interest.insert(.write) }
        return interest
    }

    /// Reads some of what arrived, unless the reader of the events is behind. False when the channel is of no more use.
    func read(ignoringBound: Bool = false) -> Bool {
        isDrained = false
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { chunk in
            // A few rounds, so that a busy task does not keep the others waiting.
            for _ in 0..<4 {
                isHoldingBack = !ignoringBound && process.mailbox.isFull()
                if isHoldingBack { return true }
                let count = recv(socket.raw, chunk.baseAddress, chunk.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    isDrained = true
                    return count < 0 && errno == EAGAIN
                }
                decoder.append(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
                guard deliverFrames() else { return false }
            }
            return true
        }
    }

    /// Writes what the socket takes. False when the channel is of no more use.
    func write() -> Bool {
        while true {
            if written == outgoing.count {
                outgoing = process.outbox.take()
                written = 0
                if outgoing.isEmpty { return true }
            }
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            let count = outgoing.withUnsafeBytes {
                send(socket.raw, $0.baseAddress.map { $0 + written }, $0.count - written, flags)
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                return true
            } else if errno != EINTR {
                return false
            }
        }
    }

    private func deliverFrames() -> Bool {
        do {
            while let frame = try decoder.next() { process.mailbox.put(.message(frame)) }
            return true
        } catch {
            return false
        }
    }
}
