internal import Synchronization

/// Runs operations one after another, in the order in which they were asked for.
final class SerialLane: Sendable {
    private let last = Mutex<Task<Void, Never>?>(nil)

    /// Waits for the operations before this one, and then for this one.
    func run<T: Sendable>(_ operation: @escaping @Sendable () async throws -> T) async throws -> T {
        let task = last.withLock { last in
            let previous = last
            let task = Task {
                await previous?.value
                return try await operation()
            }
            last = Task { _ = await task.result }
            return task
        }
        return try await task.value
    }
}
