public import CMillrace

/// A record of a batch: the ABI's `millrace_record`.
public typealias Record = millrace_record

/// A header of a record.
public typealias Header = millrace_header

extension millrace_record {
    /// The partition, if one is set.
    @inlinable
    public var partitionIfSet: Int32? {
        flags & UInt32(MILLRACE_RECORD_HAS_PARTITION) != 0 ? partition : nil
    }

    /// Milliseconds since 1970, if set.
    @inlinable
    public var timestampIfSet: Int64? {
        flags & UInt32(MILLRACE_RECORD_HAS_TIMESTAMP) != 0 ? timestamp : nil
    }

    /// Whether a transformation, or `errors.tolerance`, dropped the record.
    @inlinable
    public var isDropped: Bool {
        get { flags & UInt32(MILLRACE_RECORD_DROPPED) != 0 }
        set {
            flags = newValue ? flags | UInt32(MILLRACE_RECORD_DROPPED) : flags & ~UInt32(MILLRACE_RECORD_DROPPED)
        }
    }

    /// The schema of the key, if it has one.
    @inlinable
    public var keySchema: Schema? { key_schema.map(Schema.init) }

    /// The schema of the value, if it has one.
    @inlinable
    public var valueSchema: Schema? { value_schema.map(Schema.init) }

    /// The headers, in order.
    @inlinable
    public var headerList: UnsafeBufferPointer<Header> {
        UnsafeBufferPointer(start: headers, count: Int(header_count))
    }
}
