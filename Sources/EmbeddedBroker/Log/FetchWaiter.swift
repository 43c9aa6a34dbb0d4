/// A fetch request that waits for more records than there are. Confined to the storage thread.
final class FetchWaiter {
    private var missing: Int
    private let isReadCommitted: Bool
    private var continuation: CheckedContinuation<Void, Never>?
    private var isOver = false

    /// - Parameter missing: how many bytes are still wanted.
    init(missing: Int, isReadCommitted: Bool) {
        self.missing = missing
        self.isReadCommitted = isReadCommitted
    }

    /// Waits until enough has come, or `end`.
    func wait(_ isolation: isolated (any Actor)? = #isolation) async {
        guard !isOver else { return }
        await withCheckedContinuation { continuation = $0 }
    }

    /// Records came.
    ///
    /// - Parameter isStable: whether more than before may be read by those who want committed records only. How many
    ///   bytes a transaction's end has set free is not counted: they look.
    func add(bytes: Int, isStable: Bool) {
        guard !isReadCommitted || isStable else { return }
        missing -= isReadCommitted ? missing : bytes
        if missing <= 0 { end() }
    }

    /// Lets the request go on.
    func end() {
        isOver = true
        continuation?.resume()
        continuation = nil
    }
}
