/// What the supervisor tells a plugin process about itself, as arguments at the end of its command line.
package struct SupervisionOrders: Sendable, Equatable {
    /// The daemon's process id.
    package var parent: Int32
    /// The limit of private writable memory (RLIMIT_DATA), in bytes.
    package var dataLimit: UInt64?
    /// Whether the plugin may start processes.
    package var processesAllowed: Bool
    /// The other arguments, without the program's name.
    package var rest: [String]

    /// Orders for a process with the arguments `rest`.
    package init(parent: Int32, dataLimit: UInt64?, processesAllowed: Bool, rest: [String]) {
        self.parent = parent
        self.dataLimit = dataLimit
        self.processesAllowed = processesAllowed
        self.rest = rest
    }

    /// The arguments, without the program's name.
    package var arguments: [String] {
        var all = rest + ["--parent=\(parent)"]
        if let dataLimit { all.append("--data-limit=\(dataLimit)") }
        if processesAllowed { all.append("--processes") }
        return all
    }

    /// Reads a whole command line; nil if no supervisor wrote it.
    package init?(removingFrom commandLine: [String]) {
        var rest = Array(commandLine.dropFirst())
        processesAllowed = rest.last == "--processes"
        if processesAllowed { rest.removeLast() }
        if let limit = rest.last?.value(of: "--data-limit=") {
            dataLimit = UInt64(limit)
            rest.removeLast()
        }
        guard let parent = rest.popLast()?.value(of: "--parent=").flatMap({ Int32($0) }) else { return nil }
        self.parent = parent
        self.rest = rest
    }
}

extension String {
    fileprivate func value(of option: String) -> Substring? {
        hasPrefix(option) ? dropFirst(option.count) : nil
    }
}
