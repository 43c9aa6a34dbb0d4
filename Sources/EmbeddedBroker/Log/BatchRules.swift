/// What a topic and a Produce request demand of the batch that a producer sends.
struct BatchRules: Sendable {
    /// The version of the Produce request.
    var produceVersion: Int16
    /// `max.message.bytes`
    var maxMessageBytes = 1_048_588
    /// Whether `cleanup.policy` has `compact`: then each record needs a key.
    var isCompacted = false
    /// `message.timestamp.type`
    var timestampType = TimestampType.createTime
    /// `message.timestamp.before.max.ms`
    var timestampBeforeMaxMs = Int64.max
    /// `message.timestamp.after.max.ms`
    var timestampAfterMaxMs: Int64 = 3_600_000
    /// The broker's clock, in milliseconds since 1970.
    var now: Int64

    /// The timestamps that are taken, but for -1, which stands for none and is taken always.
    var timestamps: ClosedRange<Int64> {
        let (earliest, tooEarly) = now.subtractingReportingOverflow(timestampBeforeMaxMs)
        let (latest, tooLate) = now.addingReportingOverflow(timestampAfterMaxMs)
        let bounds = (tooEarly ? .min : earliest, tooLate ? .max : latest)
        return bounds.0...max(bounds.0, bounds.1)
    }

    func allows(timestamp: Int64) -> Bool {
        timestampType == .logAppendTime || timestamp == -1 || timestamps.contains(timestamp)
    }
}
