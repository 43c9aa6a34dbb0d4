import Dispatch

/// Runs what takes long on a thread of its own: the tests' common threads stay free for tests that wait for others.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "long test").async { continuation.resume(with: Result(catching: body)) }
    }
}
