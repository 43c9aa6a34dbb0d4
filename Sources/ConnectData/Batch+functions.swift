import CMillrace

/// The table that every batch's `functions` points to: the way in for plugins.
nonisolated(unsafe) let batchFunctions: UnsafePointer<millrace_batch_functions> = {  // written once, then only read
    let table = UnsafeMutablePointer<millrace_batch_functions>.allocate(capacity: 1)
    table.initialize(
        to: millrace_batch_functions(
            size: UInt32(MemoryLayout<millrace_batch_functions>.size),
            allocate: { batch, bytes in batch.flatMap { Batch.object(of: $0).allocateIfPossible(bytes) } },
            append: { batch in
                guard let batch else { return nil }
                let object = Batch.object(of: batch)
                // A plugin that wrote members of its own is told, before the batch grows by them.
                guard object.isIntact, object.makeRoom() else { return nil }
                return object.append()
            },
            hold: { batch, schema in
                guard let batch, let schema else { return badData }
                Batch.object(of: batch).hold(Schema(schema))
                return 0
            },
            attach: { batch, data, length, release, context in
                // A length that wraps around is negative here.
                guard let batch, let data, length >= 0, UInt(bitPattern: data) <= UInt.max - UInt(length) else {
                    return badData
                }
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
