internal import CRdkafka
internal import Synchronization

/// A client whose calls may come from any thread.
final class SharedClient: Sendable {
    nonisolated(unsafe) let pointer: OpaquePointer  // librdkafka's handles may be used from any thread
    private let queue: Mutex<Owned>

    /// What only one thread at a time may touch.
    private struct Owned: ~Copyable {
        let handle: ClientHandle
        let queue: OpaquePointer
    }

    init(_ handle: sending ClientHandle) {
        pointer = handle.pointer
        queue = Mutex(Owned(handle: handle, queue: rd_kafka_queue_get_main(handle.pointer)))
    }

    deinit {
        queue.withLock { owned in
            rd_kafka_queue_destroy(owned.queue)
            owned.handle.destroy()
        }
    }

    func nextEvent() -> ClientEvent? {
        queue.withLock { owned in
            while let event = rd_kafka_queue_poll(owned.queue, 0) {
                owned.handle.take(event)
                rd_kafka_event_destroy(event)
            }
            owned.handle.drainLog()
            return owned.handle.events.next()
        }
    }
}
