internal import ConnectConfig

/// What a connector gave for one of its tasks.
struct TaskConfig: Equatable, Sendable {
    /// What the task is started with when its variables are replaced, which is exactly what the connector gave. It holds
    /// what the connector made of a secret's parts, so it stays in memory and is not shown.
    let kept: [String: String]
    /// What others may see.
    let shown: [String: String]

    /// From what the connector gave, and from its own configuration.
    init(_ config: [String: String], of connector: TransformedConfig) {
        kept = connector.secrets.restoreVariables(in: config, resolvedFrom: connector.values)
        shown = connector.secrets.hide(in: config, resolvedFrom: connector.values)
    }
}
