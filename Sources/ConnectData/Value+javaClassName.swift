public import CMillrace

extension millrace_value {
    /// The name of the Java class that Connect would have for the value: operators know its error messages by these.
    ///
    /// - Parameter schema: tells the logical types; nil for data without a schema.
    public func javaClassName(_ schema: Schema?) -> String {
        if dateMilliseconds(schema) != nil { return "java.util.Date" }
        if valueType == .bytes, schema?.decimalScale != nil { return "java.math.BigDecimal" }
        return switch valueType {
        case .int8: "java.lang.Byte"
        case .int16: "java.lang.Short"
        case .int32: "java.lang.Integer"
        case .int64: "java.lang.Long"
        case .float32: "java.lang.Float"
        case .float64: "java.lang.Double"
        case .boolean: "java.lang.Boolean"
        case .string: "java.lang.String"
        case .bytes: "[B"
        case .array: "java.util.ArrayList"
        case .map: "java.util.HashMap"
        case .structure: "org.apache.kafka.connect.data.Struct"
        case .dateTime: "java.util.Date"
        case .decimal: "java.math.BigDecimal"
        case .null, nil: "null"
        }
    }
}
