import Glibc
import MillracePlugin

/// Waits for a file that does not exist yet, and says so now and then.
struct MissingFile {
    private static let warnEvery: Int64 = 60_000
    private var lastWarning: Int64?

    /// Waits until the file is there, for a second at most, or until the task is asked to stop.
    mutating func wait(for path: String, or stop: StopSignal) {
        let now = Clock.monotonic
        if lastWarning.map({ now - $0 >= Self.warnEvery }) ?? true {
            lastWarning = now
            Log.warning(
                "Couldn't find file \(path) for FileStreamSourceTask, sleeping to wait for it to be created")
        }
        while Clock.monotonic - now < 1000, !stop.wait(milliseconds: 20), access(path, F_OK) != 0 {}
    }
}
