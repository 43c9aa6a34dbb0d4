/// What is wrong with a value in a batch that a plugin handed over. Trivial, so that the check allocates nothing.
enum Fault: Error, CustomStringConvertible {
    case outside
    case misaligned
    case length
    case notUTF8
    case tag(UInt32)
    case range(ValueType)
    case wrongType(is: ValueType, schema: ValueType)
    case nullNotAllowed
    case schemaNotHeld
    case structWithoutSchema
    case otherStructSchema
    case fieldCount
    case tooDeep
    case tooMany
    case notAMap
    case notAnOffsetMap
    case offsetWithoutPartition

    var description: String {
        switch self {
        case .outside:
            "it points outside the batch's memory; allocate with millrace_batch_allocate or attach the buffer"
        case .misaligned: "it points to memory that is not aligned to 8 bytes"
        case .length: "its length is above 2^31-1, or it has none where one is needed"
        case .notUTF8: "its text is not UTF-8"
        case .tag(let tag): "its type tag is \(tag), which is no type of the ABI"
        case .range(let type): "its number does not fit its type \(type.name)"
        case .wrongType(let type, let schema): "it is of type \(type.name) and its schema of type \(schema.name)"
        case .nullNotAllowed: "it is null and its schema is not optional and has no default"
        case .schemaNotHeld: "the batch does not hold its schema; call millrace_batch_hold"
        case .structWithoutSchema: "it is a struct without a schema"
        case .otherStructSchema: "it is a struct of another schema than its parent's schema says"
        case .fieldCount: "it has not as many field values as its schema has fields"
        case .tooDeep: "it is nested more than 1000 levels deep"
        case .tooMany: "the batch refers to more than 67108864 values"
        case .notAMap: "it is not a map"
        case .notAnOffsetMap: "it is not a map from strings to primitive values"
        case .offsetWithoutPartition: "it has an offset and no source partition"
        }
    }
}
