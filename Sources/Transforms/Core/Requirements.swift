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
}
