import CMillrace
import ConnectData

extension millrace_value {
    /// The Java class that the value would have in Connect, as Connect's error texts name it.
    ///
    /// - Parameter schema: tells the logical types; nil for data without a schema.
    func javaClass(_ schema: Schema?) -> String {
        if dateMilliseconds(schema) != nil { return "class java.util.Date" }
        if valueType == .bytes, schema?.decimalScale != nil { return "class java.math.BigDecimal" }
        return switch valueType {
        case .int8: "class java.lang.Byte"
        case .int16: "class java.lang.Short"
        case .int32: "class java.lang.Integer"
        case .int64: "class java.lang.Long"
        case .float32: "class java.lang.Float"
        case .float64: "class java.lang.Double"
        case .boolean: "class java.lang.Boolean"
        case .string: "class java.lang.String"
        case .bytes: "class [B"
        case .array: "class java.util.ArrayList"
        case .map: "class java.util.LinkedHashMap"
        case .structure: "class org.apache.kafka.connect.data.Struct"
        case .dateTime: "class java.util.Date"
        case .decimal: "class java.math.BigDecimal"
        case .null, nil: "null"
        }
    }
}
