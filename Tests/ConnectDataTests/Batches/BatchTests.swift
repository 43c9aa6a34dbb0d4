import CMillrace
import Testing

@testable import ConnectData

/// Batches give memory, hold schemas and buffers, and give everything back.
@Suite struct BatchTests {
    @Test func memoryIsAlignedAndDistinctAndStays() {
        let batch = Batch(records: 1)
        var given: [(start: UnsafeMutableRawPointer, size: Int, byte: UInt8)] = []
        for round in 0..<2000 {
            let size = [0, 1, 7, 8, 9, 100, 4096, 70_000][round % 8]
            let memory = batch.allocate(size)
            #expect(UInt(bitPattern: memory) % 8 == 0)
            memory.initializeMemory(as: UInt8.self, repeating: UInt8(round % 251), count: size)
            given.append((memory, size, UInt8(round % 251)))
        }
        for (start, size, byte) in given {
            #expect(UnsafeRawBufferPointer(start: start, count: size).allSatisfy { $0 == byte })
        }
    }

    @Test(arguments: [BatchMemory.segmentSize - 8, BatchMemory.segmentSize, BatchMemory.segmentSize + 8, 5 << 20])
    func largeAllocationsAreWhole(_ size: Int) throws {
        let batch = Batch(records: 1)
        let small = batch.allocate(16)
        let large = batch.allocate(size)
        let next = batch.allocate(16)
        large.initializeMemory(as: UInt8.self, repeating: 1, count: size)
        small.initializeMemory(as: UInt8.self, repeating: 2, count: 16)
        next.initializeMemory(as: UInt8.self, repeating: 3, count: 16)
        #expect(UnsafeRawBufferPointer(start: large, count: size).allSatisfy { $0 == 1 })
        batch.append().pointee.value = .bytes(UnsafeRawBufferPointer(start: large, count: size))
        try BatchCheck.check(batch)
    }

    /// Through the ABI, as a plugin calls it: what there is no memory for is NULL, not less memory.
    @Test(arguments: [Int.max, Int.max - 8, -1, -9, Int.min])
    func absurdSizesAreRefused(_ size: Int) {
        let batch = Batch(records: 1)
        #expect(batchFunctions.pointee.allocate(batch.pointer, size) == nil)
        #expect(millrace_batch_allocate(batch.pointer, size) == nil)
        #expect(millrace_batch_copy(batch.pointer, nil, 0) != nil)
    }

    @Test func recordsKeepWhatTheyHoldWhileTheBatchGrows() {
        let batch = Batch(records: 1)
        for number in 0..<5000 {
            let record = number % 2 == 0 ? batch.append() : millrace_batch_append(batch.pointer)!
            #expect(record.pointee.value.isNull && record.pointee.flags == 0)
            record.pointee.offset = Int64(number)
        }
        #expect(batch.records.map(\.offset) == (0..<5000).map(Int64.init))
        #expect(batch.isIntact)
    }

    @Test func droppedRecordsAreTakenOut() {
        for dropped in [[], [0], [9], [0, 9], [3, 4, 5], Array(0..<10)] {
            let batch = Batch(records: 10)
            for number in 0..<10 {
                let record = batch.append()
                record.pointee.offset = Int64(number)
                record.pointee.isDropped = dropped.contains(number)
            }
            batch.removeDropped()
            #expect(batch.records.map(\.offset) == (0..<10).filter { !dropped.contains($0) }.map(Int64.init))
        }
    }

    @Test func attachedBuffersAreReleasedOnce() {
        let released = Counter()
        var batch: Batch? = Batch(records: 1)
        let bytes: [UInt8] = [1, 2, 3]
        bytes.withUnsafeBytes { bytes in
            for _ in 0..<3 { batch?.attach(bytes, release: Counter.release, context: released.retained()) }
            batch?.attach(bytes, release: nil, context: nil)
            #expect(released.count == 0)
            batch?.reset()
            #expect(released.count == 3)
            batch?.attach(bytes, release: Counter.release, context: released.retained())
            batch = nil
            #expect(released.count == 4)
        }
    }

    @Test func anAttachThatFailsReleasesNothing() {
        let released = Counter()
        let batch = Batch(records: 1)
        var byte: UInt8 = 0
        let context = Unmanaged.passUnretained(released).toOpaque()
        #expect(millrace_batch_attach(batch.pointer, nil, 1, Counter.release, context) != 0)
        #expect(millrace_batch_attach(batch.pointer, &byte, -1, Counter.release, context) != 0)
        #expect(millrace_batch_attach(batch.pointer, &byte, Int.max, Counter.release, context) == 0)
        #expect(millrace_batch_attach(batch.pointer, UnsafeRawPointer(bitPattern: UInt.max - 8)!, 100, nil, nil) != 0)
        _ = Unmanaged.passRetained(released)
    }

    @Test func aResetBatchIsAsNew() throws {
        let batch = Batch(records: 1)
        let make = Making(batch)
        for round in 0..<20 {
            let schema = try make.schema(make.description(.string, name: "reset \(round)"))
            for _ in 0..<100 {
                let record = batch.append()
                record.pointee.value = make.string(String(repeating: "x", count: 10_000))
                record.pointee.value_schema = schema.pointer
            }
            try BatchCheck.check(batch)
            batch.reset()
            #expect(batch.count == 0 && batch.isIntact && !batch.holds(schema))
            #expect(batch.memoryRanges().count == 1)
        }
    }

    @Test func aBatchLivesWhileAnyoneHoldsIt() {
        let released = Counter()
        let bytes: [UInt8] = [1]
        bytes.withUnsafeBytes { bytes in
            var batch: Batch? = Batch(records: 1)
            batch?.attach(bytes, release: Counter.release, context: released.retained())
            let pointer = batch!.handOut()
            #expect(Batch.object(of: pointer) === batch)
            batch = nil
            #expect(released.count == 0)
            #expect(Batch.takeBack(pointer).count == 0)
            #expect(released.count == 1)
            millrace_batch_discard(Batch(records: 1).handOut())
        }
    }

    /// Batches are made and ended on any thread, and share their memory pool.
    @Test func threadsShareTheMemory() async {
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<6 {
                group.addTask {
                    for _ in 0..<200 {
                        let batch = Batch(records: 1)
                        let memory = batch.allocate(1000)
                        memory.initializeMemory(as: UInt8.self, repeating: UInt8(thread), count: 1000)
                        _ = batch.allocate(BatchMemory.segmentSize)
                        let bytes = UnsafeRawBufferPointer(start: memory, count: 1000)
                        #expect(bytes.allSatisfy { $0 == UInt8(thread) })
                    }
                }
            }
        }
    }
}
