public import CMillrace

extension millrace_record {
    /// The value of one side.
    @inlinable @inline(__always)
    public func value(_ side: RecordSide) -> Value {
        switch side {
        case .key: key
        case .value: value
        }
    }

    /// The schema of one side, if it has one.
    @inlinable @inline(__always)
    public func schema(_ side: RecordSide) -> Schema? {
        switch side {
        case .key: keySchema
        case .value: valueSchema
        }
    }

    /// Replaces the schema and the value of one side. The batch holds the schema.
    @inlinable @inline(__always)
    public mutating func set(_ side: RecordSide, _ schema: Schema?, _ value: Value) {
        switch side {
        case .key:
            key_schema = schema?.pointer
            key = value
        case .value:
            value_schema = schema?.pointer
            self.value = value
        }
    }
}
