import CAllocations
import Glibc

/// What one record costs on a piece of the record path: the median of several rounds.
struct Measurement {
    private static let rounds = 51
    /// So many that a round takes some milliseconds.
    private static let recordsPerRound = 50_000

    /// Nanoseconds of the thread's own time, so that the machine's other work does not count.
    let nanoseconds: Double
    /// How often the thread asked for memory, a record.
    let allocations: Double

    /// Measures `body`, which works on `records` records that `prepare` makes ready. What `prepare` costs is left out.
    init(records: Int, prepare: () throws -> Void = {}, _ body: () throws -> Void) rethrows {
        let turns = max(1, Self.recordsPerRound / records)
        var times: [Double] = []
        times.reserveCapacity(Self.rounds)
        var allocated: UInt64 = 0
        for round in -1..<Self.rounds {
            var spent = 0
            for _ in 0..<turns {
                try prepare()
                let (allocatedBefore, start) = (allocation_count(), threadTime())
                try body()
                spent += threadTime() - start
                if round >= 0 { allocated += allocation_count() - allocatedBefore }
            }
            if round >= 0 { times.append(Double(spent) / Double(turns * records)) }
        }
        allocations = Double(allocated) / Double(Self.rounds * turns * records)
        nanoseconds = times.sorted()[times.count / 2]
    }
}

/// What the calling thread has used of a processor, in nanoseconds.
private func threadTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
