internal import ConnectData

/// What a task failed with, and what it was doing.
struct TaskFailure: Error {
    let error: ConnectError
    let activity: String
    /// A new process can go on from the committed offsets: see `FromProcess.failed`.
    var asksForRestart = false

    init(_ error: ConnectError, during activity: String) {
        self.error = error
        self.activity = activity
    }

    static func during<T>(
        _ activity: String, _ body: () throws(ConnectError) -> T
    ) throws(TaskFailure) -> T {
        do throws(ConnectError) { return try body() } catch { throw TaskFailure(error, during: activity) }
    }
}
