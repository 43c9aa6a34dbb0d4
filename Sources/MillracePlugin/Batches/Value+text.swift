public import CMillrace
public import ConnectData

extension millrace_value {
    /// The text of a STRING, in the record's memory; nil for a value of any other type.
    @inlinable
    public var text: Text? { valueType == .string ? Text(rawBytes) : nil }
}
