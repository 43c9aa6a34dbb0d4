/// What a plugin process is started with.
public struct ProcessLaunch: Sendable {
    /// The bounds of one plugin process.
    public struct Limits: Sendable, Equatable {
        /// Private memory in bytes above which the process is ended, or nil for no limit.
        public var memory: Int?
        /// Whether the plugin may start processes; they all end with it.
        public var processesAllowed: Bool

        /// No new processes, and memory as given.
        public init(memory: Int? = nil, processesAllowed: Bool = false) {
            self.memory = memory
            self.processesAllowed = processesAllowed
        }
    }

    /// The name that logs and errors use: "file-source-0".
    public var label: String
    /// What runs in the process, for traces: "connector file, task 0, class …, plugin …"; empty if the label says it all.
    public var subject: String
    /// The role and what belongs to it: millrace-task's arguments.
    public var arguments: [String]
    /// The working directory, or nil for the daemon's.
    public var workingDirectory: String?
    /// Variables on top of those of the daemon's that pass (`Environment.passes`).
    public var environment: [String: String]
    /// What the process may use.
    public var limits: Limits
    /// The process reads the daemon's standard input; otherwise its own is empty.
    public var inheritsStandardInput: Bool
    /// The process writes to the daemon's standard output itself, so that its bytes come out unchanged; otherwise its
    /// lines arrive as `ProcessEvent.output`.
    public var inheritsStandardOutput: Bool

    /// A launch with the defaults of a task: empty standard input, captured standard output, no limits but processes.
    public init(
        label: String, subject: String = "", arguments: [String], workingDirectory: String? = nil,
        environment: [String: String] = [:],
        limits: Limits = Limits(), inheritsStandardInput: Bool = false, inheritsStandardOutput: Bool = false
    ) {
        self.label = label
        self.subject = subject
        self.arguments = arguments
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.limits = limits
        self.inheritsStandardInput = inheritsStandardInput
        self.inheritsStandardOutput = inheritsStandardOutput
    }
}
