import Glibc

/// A program that belongs beside this one.
enum SiblingExecutable: String {
    /// Runs plugins.
    case task = "millrace-task"
    /// The embedded broker.
    case broker = "millrace-broker"

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// Names another file in its place.
    private var variable: String {
        switch self {
        case .task: "MILLRACE_TASK"
        case .broker: "MILLRACE_BROKER"
        }
    }

    /// The file that the environment names, or the one beside this executable.
    func path() throws(Missing) -> String {
        if let named = getenv(variable) { return try check(String(cString: named), "\(variable) names it") }
        guard let own = realpath("/proc/self/exe", nil) else {
            throw Missing(description: "/proc/self/exe cannot be read: set \(variable) to the path of \(rawValue)")
        }
        defer { free(own) }
        let directory = String(cString: own).split(separator: "/").dropLast().joined(separator: "/")
        return try check("/\(directory)/\(rawValue)", "it belongs beside millrace")
    }

    private func check(_ path: String, _ reason: String) throws(Missing) -> String {
        guard access(path, X_OK) == 0 else {
            throw Missing(
                description: "\(path) cannot be executed (\(reason)): build it, or set \(variable) to its path")
        }
        return path
    }
}
