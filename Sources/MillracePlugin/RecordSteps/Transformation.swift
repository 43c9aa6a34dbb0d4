public import ConnectData

/// Changes or drops one record after the other, as Connect's `Transformation`. Runs on a task's thread; what it holds is
/// given back in its `deinit`.
public protocol Transformation: AnyObject, PluginClass {
    /// Makes an instance that is not configured.
    init()

    /// Configures.
    func configure(_ properties: [String: String]) throws

    /// Transforms a record in its place: it may set any member, with memory from `memory`, but never write to what the
    /// record points to; `isDropped` drops it. An error leaves the record as it was and concerns it alone:
    /// `errors.tolerance` decides. `.retriable` asks for the same call again, within `errors.retry.timeout`; a
    /// `ConnectError` with the code `.fatal`, `.notConnected` or `.badConfig` fails the task, whatever is tolerated.
    func apply(_ record: inout Record, memory: RecordMemory) throws
}

/// Says whether a transformation applies to a record, as Connect's `Predicate` (KIP-585). Runs on a task's thread.
public protocol Predicate: AnyObject, PluginClass {
    /// Makes an instance that is not configured.
    init()

    /// Configures.
    func configure(_ properties: [String: String]) throws

    /// Whether the transformation applies. Errors as of ``Transformation/apply(_:memory:)``.
    func test(_ record: Record) throws -> Bool
}
