/// What a connector or a task does, in Connect's words.
public enum InstanceState: String, Sendable {
    case unassigned = "UNASSIGNED"
    case running = "RUNNING"
    case paused = "PAUSED"
    case stopped = "STOPPED"
    case failed = "FAILED"
    case restarting = "RESTARTING"
}

/// What an operator wants a connector to do (KIP-875).
public enum TargetState: String, Sendable {
    /// Connector and tasks run.
    case started = "STARTED"
    /// The tasks exist and do nothing.
    case paused = "PAUSED"
    /// There are no tasks.
    case stopped = "STOPPED"
}
