import CMillrace
import ConnectData

extension millrace_record {
    /// The value of one side.
    @inline(__always)
    func value(_ side: RecordSide) -> Value {
        switch side {
        case .key: key
        case .value: value
        }
    }

    /// The schema of one side.
    @inline(__always)
    func schema(_ side: RecordSide) -> Schema? {
        switch side {
        case .key: keySchema
        case .value: valueSchema
        }
    }

    /// Replaces the schema and the value of one side.
    @inline(__always)
    mutating func set(_ side: RecordSide, _ schema: Schema?, _ value: Value) {
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
