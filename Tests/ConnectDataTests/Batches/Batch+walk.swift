import CMillrace
import ConnectData

extension Batch {
    /// Reads all that the records point to, as the steps of a pipeline might: under AddressSanitizer a check that took
    /// what it should not have is found out.
    @discardableResult
    func walk() -> Int {
        var hasher = Hasher()
        for record in records {
            hasher.combine(bytes: record.topic.bytes)
            hasher.combine(bytes: record.original_topic.bytes)
            walk(record.key, into: &hasher)
            walk(record.value, into: &hasher)
            for header in record.headerList {
                hasher.combine(header.name.string)
                walk(header.value, into: &hasher)
            }
            for map in [record.source_partition, record.source_offset] {
                if let map { walk(map.pointee, into: &hasher) }
            }
        }
        return hasher.finalize()
    }

    private func walk(_ value: Value, into hasher: inout Hasher) {
        let copy = OwnedValue(copying: value)
        precondition(copy.value.equals(value))
        copy.value.hashDeeply(into: &hasher)
        walkFields(value, into: &hasher)
    }

    /// As a converter does: by the schema's fields.
    private func walkFields(_ value: Value, into hasher: inout Hasher) {
        switch value.valueType {
        case .string?: precondition(isValidUTF8(value.rawBytes))
        case .array?: for element in value.elements { walkFields(element, into: &hasher) }
        case .map?:
            for entry in value.entries {
                walkFields(entry.key, into: &hasher)
                walkFields(entry.value, into: &hasher)
            }
        case .structure?:
            guard let schema = value.structSchema else { preconditionFailure("a struct without a schema") }
            for (index, field) in schema.fields.enumerated() {
                hasher.combine(bytes: field.name.bytes)
                walkFields(value.fields[index], into: &hasher)
            }
        case nil: preconditionFailure("a tag that no value has")
        default: break
        }
    }
}
