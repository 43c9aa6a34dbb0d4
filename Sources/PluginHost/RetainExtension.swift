import CMillrace
import ConnectData

/// `millrace.retain/1`: a sink keeps a batch beyond `put`. The batch's own reference count does it.
enum RetainExtension {
    nonisolated(unsafe) static let table: UnsafePointer<millrace_retain> = {  // Sound: never written to again.
        let table = UnsafeMutablePointer<millrace_retain>.allocate(capacity: 1)
        table.initialize(
            to: millrace_retain(
                size: UInt32(MemoryLayout<millrace_retain>.size), reserved: 0,
                retain: { if let batch = $0 { _ = Batch.object(of: batch).handOut() } },
                release: { if let batch = $0 { _ = Batch.takeBack(UnsafeMutablePointer(mutating: batch)) } }))
        return UnsafePointer(table)
    }()
}
