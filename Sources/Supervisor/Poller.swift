internal import CProcess
internal import Glibc
internal import TaskProtocol

/// What the supervisor's thread waits for: descriptors, each with a key.
final class Poller {
    struct Interest: OptionSet {
        let rawValue: UInt32
        static let read = Interest(rawValue: EPOLLIN.rawValue)
        static let write = Interest(rawValue: EPOLLOUT.rawValue)
    }

    private let epoll: Descriptor
    private var registered: [Int32: Interest] = [:]
    private var buffer = [epoll_event](repeating: epoll_event(), count: 64)

    init() throws {
        epoll = try Descriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), attempt: "make an epoll instance")
    }

    /// Watches, changes what is watched, or stops watching (no interest). An end or an error is reported with any
    /// interest, so a descriptor of which nothing is wanted leaves the set.
    func watch(_ descriptor: Descriptor, for interest: Interest, key: UInt64) {
        let before = registered[descriptor.raw]
        guard before != interest, before != nil || !interest.isEmpty else { return }
        let operation = interest.isEmpty ? EPOLL_CTL_DEL : before == nil ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        // Fails only for want of kernel memory, or for descriptors that cannot be polled, which these can.
        _ = cprocess_epoll_control(epoll.raw, Int32(operation), descriptor.raw, interest.rawValue, key)
        registered[descriptor.raw] = interest.isEmpty ? nil : interest
    }

    /// Waits until something is ready or `timeout` ms passed (-1: for ever), and returns the keys.
    func wait(timeout: Int32) -> [(key: UInt64, interest: Interest)] {
        let count = epoll_wait(epoll.raw, &buffer, Int32(buffer.count), timeout)
        return buffer.prefix(Int(max(0, count))).map { event in
            var event = event
            // An end or an error shows itself to whoever reads or writes next.
            let happened = event.events & ~(EPOLLIN.rawValue | EPOLLOUT.rawValue) != 0
            let interest: Interest = happened ? [.read, .write] : Interest(rawValue: event.events)
            return (cprocess_epoll_key(&event), interest)
        }
    }
}
