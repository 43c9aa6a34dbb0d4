import CMillrace
import ConnectData

/// Runs a step over the records of a batch that are not dropped, from `index` on; leaves `index` at the one that failed.
func visit(
    _ batch: UnsafePointer<millrace_batch>?, from index: UnsafeMutablePointer<UInt32>?,
    _ error: UnsafeMutablePointer<millrace_error>?, _ step: (UnsafeMutablePointer<Record>, Int) throws -> Void
) -> millrace_status {
    // As in Connect, whose error handler takes any exception of a step for one of the record.
    barrier(error, other: .badData) {
        guard let batch, let index else { throw ConnectError(.fatal, "the host calls without a batch") }
        while index.pointee < batch.pointee.count {
            if let record = millrace_batch_record(batch, index.pointee), !record.pointee.isDropped {
                try step(record, Int(index.pointee))
            }
            index.pointee += 1
        }
    }
}
