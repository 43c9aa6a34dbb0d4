import CMillrace
import ConnectData

/// libFuzzer's way in: whatever text a header has, `Values` reads it as a value of its schema that a batch may have, and
/// shows that as text which it reads again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    guard isValidUTF8(bytes), let parser = try? ValuesParser() else { return 0 }
    let batch = Batch(records: 1)
    guard let (schema, value) = try? parser.parse(batch.copy(bytes), in: batch) else { return 0 }
    precondition(fits(value, schema), "a value is of its schema")
    let record = batch.append()
    record.pointee.value = value
    record.pointee.value_schema = schema?.pointer
    precondition((try? BatchCheck.check(batch)) != nil, "a batch may have the value")
    precondition(batch.copy(value).equals(value), "a copy is the same value")

    var output = OutputBuffer()
    output.appendLiteral(value, schema: schema, embedded: false)
    precondition(isValidUTF8(output.bytes), "what is shown is UTF-8")
    let shown = batch.copy(output.bytes)
    guard value.valueType != .string, let again = try? parser.parse(shown, in: batch) else { return 0 }
    precondition(fits(again.value, again.schema), "a value is of its schema")
    return 0
}

private func fits(_ value: Value, _ schema: Schema?) -> Bool {
    guard let schema else { return true }
    return switch schema.type {
    case .array: value.valueType == .array && value.elements.allSatisfy { fits($0, schema.valueSchema) }
    case .map:
        value.valueType == .map
            && value.entries.allSatisfy { fits($0.key, schema.keySchema) && fits($0.value, schema.valueSchema) }
    default: value.valueType == schema.type
    }
}
