/// Waits until a condition holds that nothing announces.
///
/// - Throws: `NeverHappened` if it does not hold after ten seconds.
public func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<12_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw NeverHappened()
}

/// What a test waited for did not happen.
public struct NeverHappened: Error {}
