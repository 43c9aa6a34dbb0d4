/// The call into plugin code that a task is in.
public enum CallKind: UInt8, Sendable, CaseIterable {
    /// No plugin code runs.
    case none
    /// The plugin's file is being loaded: its initialisers run.
    case load
    /// `Connector.start` or `Task.start`.
    case start
    /// `SourceTask.poll`.
    case poll
    /// `SinkTask.put`.
    case put
    /// `SinkTask.preCommit`.
    case preCommit
    /// `SourceTask.commit` or `commitRecord`.
    case commit
    /// `SinkTask.flush`.
    case flush
    /// `stop`.
    case stop
    /// `SinkTask.open`.
    case open
    /// `SinkTask.close`.
    case close
    /// A transform's `apply`, or a predicate's `test`.
    case transform
    /// A converter.
    case convert
    /// `Connector.validate` and what it asks of validators and recommenders.
    case validate
    /// `Connector.taskConfigs`.
    case taskConfigs
    /// `Connector.alterOffsets`.
    case alterOffsets
    /// `configure` of a converter, transform, predicate or provider.
    case configure
    /// A config provider's `get`.
    case provide
}
