import CMillrace
import ConnectData

/// `millrace.errant-reporter/1`: a sink reports single records that it cannot deliver (KIP-610).
enum ErrantReporterExtension {
    /// The `put` that is running.
    struct Put {
        let batch: Batch
        let services: any SinkTaskServices
    }

    nonisolated(unsafe) static var current: Put?  // Sound: set and read by the task's thread only, as the ABI demands.

    nonisolated(unsafe) static let table: UnsafePointer<millrace_errant_reporter> = {  // Sound: never written to again.
        let table = UnsafeMutablePointer<millrace_errant_reporter>.allocate(capacity: 1)
        table.initialize(
            to: millrace_errant_reporter(
                size: UInt32(MemoryLayout<millrace_errant_reporter>.size), reserved: 0, report: report))
        return UnsafePointer(table)
    }()
}

private func report(
    _ batch: UnsafePointer<millrace_batch>?, _ index: UInt32, _ message: millrace_string,
    _ failure: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    do throws(ConnectError) {
        guard let put = ErrantReporterExtension.current, let batch, UnsafePointer(put.batch.pointer) == batch else {
            throw ConnectError(.fatal, "A sink task may report records only of the batch that is being put")
        }
        guard index < put.batch.count else {
            throw ConnectError(.fatal, "The sink task reported record \(index) of a batch of \(put.batch.count)")
        }
        try put.services.reportErrant(put.batch, index: Int(index), message: message.tolerantString)
        return 0
    } catch {
        return error.write(to: failure)
    }
}
