internal import Synchronization
internal import TaskProtocol

/// Frames on their way to one process, filled by any thread and emptied by the supervisor's.
final class Outbox: Sendable {
    private struct State {
        var frames: [[UInt8]] = []
        var bytes = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Adds a frame; true if the supervisor must be told, because there was none before.
    func add(_ frame: [UInt8]) throws(SendFailure) -> Bool {
        guard frame.count <= FrameCodec.largestFrame else { throw .tooLarge(bytes: frame.count) }
        let outcome = state.withLock { state -> Result<Bool, SendFailure> in
            guard !state.isClosed else { return .failure(.closed) }
            guard state.frames.isEmpty || state.bytes + frame.count <= FrameCodec.largestFrame else {
                return .failure(.queueFull(bytes: state.bytes))
            }
            state.frames.append(frame)
            state.bytes += frame.count
            return .success(state.frames.count == 1)
        }
        return try outcome.get()
    }

    /// Takes all frames, each with its header, as one run of bytes.
    func take() -> [UInt8] {
        state.withLock { state in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(state.bytes + 4 * state.frames.count)
            for frame in state.frames {
                bytes += FrameCodec.header(count: frame.count)
                bytes += frame
            }
            state.frames = []
            state.bytes = 0
            return bytes
        }
    }

    /// Refuses every frame from now on and forgets those that wait.
    func close() {
        state.withLock { $0 = State(isClosed: true) }
    }
}
