/// The status of a connector and its tasks.
public struct ConnectorStatus: Sendable, Equatable {
    /// The status of one connector instance or one task.
    public struct Instance: Sendable, Equatable {
        /// What it does.
        public var state: InstanceState
        /// Why it failed.
        public var trace: String?
        /// The version that its plugin gave.
        public var version: String?
        /// The call of its plugin that does not return, if there is one: "poll has not returned for 61 s".
        public var stall: String?

        /// A status.
        public init(state: InstanceState, trace: String? = nil, version: String? = nil, stall: String? = nil) {
            self.state = state
            self.trace = trace
            self.version = version
            self.stall = stall
        }
    }

    /// The connector's name.
    public var name: String
    /// Whether it is a source or a sink; nil if its class is not installed.
    public var type: ConnectorType?
    /// The worker that runs it.
    public var workerID: String
    /// The connector instance.
    public var connector: Instance
    /// The tasks, by their numbers.
    public var tasks: [Instance]
}
