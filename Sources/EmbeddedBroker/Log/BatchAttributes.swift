/// The attributes of a batch of the message format v2.
struct BatchAttributes: OptionSet, Sendable {
    let rawValue: Int16

    private static let compressionMask: Int16 = 0x07
    private static let logAppendTime = BatchAttributes(rawValue: 0x08)
    /// The batch is part of a transaction.
    static let transactional = BatchAttributes(rawValue: 0x10)
    /// The batch is a marker of the broker, which consumers do not hand on.
    static let control = BatchAttributes(rawValue: 0x20)
    /// The base timestamp is when tombstones and markers may go (KIP-534).
    static let deleteHorizon = BatchAttributes(rawValue: 0x40)

    init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// How the records are compressed; nil for a number that has no meaning.
    var compression: CompressionType? { CompressionType(rawValue: UInt8(rawValue & Self.compressionMask)) }

    /// Other attributes with the records uncompressed.
    var uncompressed: BatchAttributes { BatchAttributes(rawValue: rawValue & ~Self.compressionMask) }

    /// What the timestamps mean.
    var timestampType: TimestampType {
        get { contains(Self.logAppendTime) ? .logAppendTime : .createTime }
        set {
            switch newValue {
            case .createTime: remove(Self.logAppendTime)
            case .logAppendTime: insert(Self.logAppendTime)
            }
        }
    }
}
