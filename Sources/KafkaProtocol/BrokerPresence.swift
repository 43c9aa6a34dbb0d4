internal import NIOCore
internal import NIOPosix

/// Whether a broker is there. Nothing is asked that needs an authenticated connection.
package enum BrokerPresence {
    /// Whether a broker answers at an address within a time.
    package static func answers(at address: BrokerAddress, patience: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await connect(address) { _ in }) != nil }
            group.addTask {
                try? await Task.sleep(for: patience)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    /// Returns when the broker at an address is gone, or is not there; also when the task is cancelled. It holds a
    /// connection open, whose end comes with the end of the broker's process, whatever ended it.
    package static func awaitLoss(at address: BrokerAddress) async {
        try? await connect(address) { connection in try await connection.awaitClose() }
    }

    private static func connect(
        _ address: BrokerAddress, _ body: @Sendable (inout BrokerConnection) async throws -> Void
    ) async throws {
        try await BrokerConnection.with(
            address, .plaintext, clientId: "millrace", on: MultiThreadedEventLoopGroup.singleton, body)
    }
}
