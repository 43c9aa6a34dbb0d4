import Synchronization

/// Counts calls, on any thread.
final class Counter: Sendable {
    private let calls = Atomic(0)
    var count: Int { calls.load(ordering: .relaxed) }

    func add() { calls.add(1, ordering: .relaxed) }

    /// The context for one call of ``release``.
    func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

    /// A release callback of the ABI's.
    static let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        if let context { Unmanaged<Counter>.fromOpaque(context).takeRetainedValue().add() }
    }
}
