import Glibc

/// Where `millrace-task` is.
enum TaskExecutable {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The file that MILLRACE_TASK names, or the one beside this executable.
    static func path() throws(Missing) -> String {
        if let named = getenv("MILLRACE_TASK") {
            return try check(String(cString: named), "MILLRACE_TASK names it")
        }
        guard let own = realpath("/proc/self/exe", nil) else {
            throw Missing(description: "/proc/self/exe cannot be read: set MILLRACE_TASK to the path of millrace-task")
        }
        defer { free(own) }
        let directory = String(cString: own).split(separator: "/").dropLast().joined(separator: "/")
        return try check("/\(directory)/millrace-task", "it belongs beside millrace")
    }

    private static func check(_ path: String, _ reason: String) throws(Missing) -> String {
        guard access(path, X_OK) == 0 else {
            throw Missing(
                description: "\(path) cannot be executed (\(reason)): build it, or set MILLRACE_TASK to its path")
        }
        return path
    }
}
