import Glibc

/// What one record costs on a piece of the record path: the median of several rounds.
struct Measurement {
    private static let rounds = 51
    /// So many that a round takes some milliseconds.
    private static let recordsPerRound = 50_000

    /// Nanoseconds of the thread's own time, so that the machine's other work does not count.
    let nanoseconds: Double

    /// Measures `body`, which works on `records` records.
    init(records: Int, _ body: () throws -> Void) rethrows {
        let turns = max(1, Self.recordsPerRound / records)
        for _ in 0..<turns { try body() }
        var times: [Double] = []
        for _ in 0..<Self.rounds {
            let start = threadTime()
            for _ in 0..<turns { try body() }
            times.append(Double(threadTime() - start) / Double(turns * records))
        }
        nanoseconds = times.sorted()[times.count / 2]
    }
}

/// What the calling thread has used of a processor, in nanoseconds.
private func threadTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
