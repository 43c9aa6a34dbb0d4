package import CMillrace
package import ConnectData

// What transformations ask of values, with Connect's words when they do not get it.

extension millrace_value {
    /// Throws unless the value is a struct.
    @inline(__always)
    package func requireStruct(
        _ purpose: StaticString, schema: Schema? = nil, as exception: JavaException? = nil
    ) throws(ConnectError) -> Schema {
        if valueType == .structure, let schema = structSchema { return schema }
        throw notSupported("Only Struct objects supported for", purpose, schema, exception)
    }

    /// Throws unless the value is a map.
    @inline(__always)
    package func requireMap(_ purpose: StaticString) throws(ConnectError) {
        if valueType != .map { throw notSupported("Only Map objects supported in absence of schema for", purpose, nil) }
    }

    @inline(never)
    private func notSupported(
        _ problem: String, _ purpose: StaticString, _ schema: Schema?, _ exception: JavaException? = nil
    ) -> ConnectError {
        ConnectError(.badData, "\(problem) [\(purpose)], found: \(javaClassName(schema))", as: exception)
    }

    /// The name of the Java class that Connect would have for the value: operators know its error messages by these.
    package func javaClassName(_ schema: Schema? = nil) -> String {
        if let schema, !isNull {
            if schema.name.equals(Schema.LogicalName.decimal) { return "java.math.BigDecimal" }
            if schema.name.equals(Schema.LogicalName.date) || schema.name.equals(Schema.LogicalName.time)
                || schema.name.equals(Schema.LogicalName.timestamp)
            {
                return "java.util.Date"
            }
        }
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
