import CMillrace

/// The table that every batch's `functions` points to: the way in for plugins.
nonisolated(unsafe) let batchFunctions: UnsafePointer<millrace_batch_functions> = {  // written once, then only read
    let table = UnsafeMutablePointer<millrace_batch_functions>.allocate(capacity: 1)
    table.initialize(
        to: millrace_batch_functions(
            size: UInt32(MemoryLayout<millrace_batch_functions>.size),
            allocate: { batch, bytes in
                // C's size_t: more than the address space has is negative here.
                guard let batch, bytes >= 0, bytes < 1 << 47 else { return nil }
                return Batch.object(of: batch).allocateSlowly(bytes)
            },
            append: { batch in
                // A plugin that wrote a count of its own is told, before the batch grows by it.
                guard let batch, batch.pointee.count <= batch.pointee.capacity else { return nil }
                return Batch.object(of: batch).append()
            },
            hold: { batch, schema in
                guard let batch, let schema else { return badData }
                Batch.object(of: batch).hold(Schema(schema))
                return 0
            },
            attach: { batch, data, length, release, context in
                guard let batch, let data else { return badData }
                Batch.object(of: batch).attach(
                    UnsafeRawBufferPointer(start: data, count: length), release: release, context: context)
                return 0
            },
            discard: { batch in
                if let batch { _ = Batch.takeBack(batch) }
            }))
    return UnsafePointer(table)
}()

/// The status `MILLRACE_BAD_DATA`, as the status type that the table's functions return.
private let badData = ConnectError.Code.badData.rawValue
