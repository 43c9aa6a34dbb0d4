public import ConnectData

/// Turns the keys or the values of records into bytes and back, as Connect's `Converter`. Runs on a task's thread.
///
/// Any error of a conversion concerns one record, and the connector's `errors.*` settings apply, as in Connect. Only a
/// `ConnectError` with the code `.fatal`, `.notConnected` or `.badConfig` fails the task, whatever is tolerated.
public protocol Converter: AnyObject, PluginClass {
    /// Makes an instance that is not configured.
    init()

    /// Configures for one side of records.
    func configure(_ properties: [String: String], side: RecordSide) throws

    /// BYTES, or null for no payload, for a value. New memory comes from `memory`.
    func fromConnect(topic: Text, schema: Schema?, value: Value, memory: RecordMemory) throws -> Value

    /// The value of BYTES or of null, and its schema, which `memory` must hold.
    func toConnect(topic: Text, bytes: Value, memory: RecordMemory) throws -> (schema: Schema?, value: Value)
}

/// Turns the values of headers into bytes and back, as Connect's `HeaderConverter`. Runs on a task's thread. Errors are
/// those of a ``Converter``.
public protocol HeaderConverter: AnyObject, PluginClass {
    /// Makes an instance that is not configured.
    init()

    /// Configures.
    func configure(_ properties: [String: String]) throws

    /// BYTES, or null, for the value of a header. New memory comes from `memory`.
    func fromConnect(topic: Text, name: Text, schema: Schema?, value: Value, memory: RecordMemory) throws -> Value

    /// The value of a header's BYTES, or of null, and its schema, which `memory` must hold.
    func toConnect(topic: Text, name: Text, bytes: Value, memory: RecordMemory) throws -> (
        schema: Schema?, value: Value
    )
}

/// A class that is both converts headers as it converts values, unless it has functions of its own for them.
extension HeaderConverter where Self: Converter {
    /// What ``Converter/fromConnect(topic:schema:value:memory:)`` gives for the header's value.
    public func fromConnect(
        topic: Text, name: Text, schema: Schema?, value: Value, memory: RecordMemory
    ) throws -> Value {
        try fromConnect(topic: topic, schema: schema, value: value, memory: memory)
    }

    /// What ``Converter/toConnect(topic:bytes:memory:)`` gives for the header's bytes.
    public func toConnect(
        topic: Text, name: Text, bytes: Value, memory: RecordMemory
    ) throws -> (schema: Schema?, value: Value) {
        try toConnect(topic: topic, bytes: bytes, memory: memory)
    }
}
