internal import CProcess
internal import Glibc
internal import TaskProtocol

/// The daemon's view of the memory that it shares with one plugin process.
final class MetricsMapping: @unchecked Sendable {  // mapped read-only here, atomics on the writing side, unmapped last
    private let memory: UnsafeMutableRawPointer
    private static let size = Int(TASK_CRASH_OFFSET) + MemoryLayout<crash_report>.size

    /// Maps the shared memory behind `descriptor`, which may be closed afterwards.
    init(descriptor: Descriptor) throws {
        let mapped = mmap(nil, Self.size, PROT_READ, MAP_SHARED, descriptor.raw, 0)
        guard let mapped, mapped != MAP_FAILED else { throw SystemError("map a task's metrics") }
        memory = mapped
    }

    deinit {
        munmap(memory, Self.size)
    }

    /// Makes the memory for a new process. Its size is sealed: a plugin that shrank it would end the daemon.
    static func makeSharedMemory() throws -> Descriptor {
        let descriptor = try Descriptor(
            cprocess_shared_memory("millrace-metrics", size), attempt: "make memory to share with a task")
        var start = task_metrics()
        start.version = UInt32(TASK_METRICS_VERSION)
        start.size = UInt32(MemoryLayout<task_metrics>.size)
        let count = withUnsafeBytes(of: &start) { pwrite(descriptor.raw, $0.baseAddress, $0.count, 0) }
        guard count == MemoryLayout<task_metrics>.size else { throw SystemError("prepare a task's metrics") }
        return descriptor
    }

    func snapshot() -> TaskMetricsSnapshot {
        TaskMetricsSnapshot(mapping: memory)
    }

    func crash() -> RawCrash? {
        RawCrash(area: memory + Int(TASK_CRASH_OFFSET))
    }
}
