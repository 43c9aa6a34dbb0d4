import CMillrace

/// The check of a batch that a plugin handed over, once, before anything reads what its records point to: every pointer
/// and length lies in the batch's memory, tags and counts are right, text is UTF-8, schemas are held and fit.
///
/// What follows in the pipeline relies on it and checks nothing again. It costs tens of nanoseconds a record, because
/// what records share (topic, partition, schema) is recognised by its pointer.
public struct BatchCheck {
    private let batch: Batch
    private let ranges: [Range<UInt>]
    private var lastRange: (start: UInt, end: UInt) = (0, 0)
    private var lastTopic = Text.absent
    private var lastOriginalTopic = Text.absent
    private var lastPartition: UnsafePointer<Value>?
    private var lastKeySchema: UnsafePointer<millrace_schema>?
    private var lastValueSchema: UnsafePointer<millrace_schema>?
    private var lastText: (pointer: UnsafePointer<UInt8>?, length: UInt32) = (nil, 0)
    private var valuesLeft: Int
    private var reached: Set<Schema> = []

    /// More values than this in one batch are a mistake: a small batch can refer to one array many times over.
    static let mostValues = 1 << 26
    /// As deep as Connect's JSON reader goes.
    private static let deepest = 1000

    private init(_ batch: Batch, mostValues: Int) {
        self.batch = batch
        valuesLeft = mostValues
        ranges = batch.memoryRanges()
    }

    /// Throws `.fatal` with a message that names the record, the place in it and what is wrong.
    public static func check(_ batch: Batch) throws(ConnectError) {
        try check(batch, mostValues: mostValues)
    }

    static func check(_ batch: Batch, mostValues: Int) throws(ConnectError) {
        var check = BatchCheck(batch, mostValues: mostValues)
        guard batch.isIntact else {
            let raw = batch.pointer.pointee
            throw ConnectError(
                .fatal,
                "The plugin gave a corrupt batch: it has written over the batch's own members (now \(raw.count) records "
                    + "in room for \(raw.capacity)); write through the functions of millrace/batch.h only")
        }
        for (index, record) in batch.records.enumerated() {
            do {
                try check.check(record)
            } catch {
                throw ConnectError(
                    .fatal, "The plugin gave a corrupt batch: record \(index): \(error.place): \(error.fault)")
            }
        }
    }

    private struct Complaint: Error {
        let place: StaticString
        let fault: Fault
    }

    private mutating func check(_ record: Record) throws(Complaint) {
        try at("topic") { check throws(Fault) in try check.topic(record.topic) }
        try at("key") { check throws(Fault) in
            if record.key_schema != check.lastKeySchema {
                try check.held(record.key_schema)
                check.lastKeySchema = record.key_schema
            }
            try check.value(record.key, record.keySchema, depth: 0)
        }
        try at("value") { check throws(Fault) in
            if record.value_schema != check.lastValueSchema {
                try check.held(record.value_schema)
                check.lastValueSchema = record.value_schema
            }
            try check.value(record.value, record.valueSchema, depth: 0)
        }
        if record.header_count != 0 {
            try at("headers") { check throws(Fault) in try check.headers(record) }
        }
        try at("original topic") { check throws(Fault) in try check.originalTopic(record.original_topic) }
        try at("source partition") { check throws(Fault) in try check.sourcePartition(record.source_partition) }
        try at("source offset") { check throws(Fault) in try check.sourceOffset(record) }
    }

    @inline(__always)
    private mutating func at(
        _ place: StaticString, _ body: (inout BatchCheck) throws(Fault) -> Void
    ) throws(Complaint) {
        do { try body(&self) } catch { throw Complaint(place: place, fault: error) }
    }

    private mutating func topic(_ topic: Text) throws(Fault) {
        if topic.data == lastTopic.data, topic.length == lastTopic.length, topic.isPresent { return }
        // An absent topic is for a transformation to set; the producer refuses a record without one.
        guard topic.isPresent else { return }
        try text(topic)
        lastTopic = topic
    }

    private mutating func originalTopic(_ topic: Text) throws(Fault) {
        if topic.data == lastOriginalTopic.data, topic.length == lastOriginalTopic.length { return }
        guard topic.isPresent else { return }
        try text(topic)
        lastOriginalTopic = topic
    }

    private mutating func text(_ text: Text) throws(Fault) {
        // A length above 2^63 is negative here.
        guard text.isPresent, (0...Int(Int32.max)).contains(text.length) else { throw .length }
        guard text.length > 0 else { return }
        try memory(text.data, text.length)
        guard isValidUTF8(text.bytes) else { throw .notUTF8 }
    }

    private mutating func headers(_ record: Record) throws(Fault) {
        try array(of: Header.self, record.headers, record.header_count)
        for header in record.headerList {
            try text(header.name)
            try held(header.schema)
            try value(header.value, header.schema.map(Schema.init), depth: 0)
        }
    }

    private mutating func sourcePartition(_ partition: UnsafePointer<Value>?) throws(Fault) {
        guard let partition, partition != lastPartition else { return }
        try array(of: Value.self, partition, 1)
        try offsetMap(partition.pointee)
        lastPartition = partition
    }

    private mutating func sourceOffset(_ record: Record) throws(Fault) {
        guard let offset = record.source_offset else { return }
        guard record.source_partition != nil else { throw .offsetWithoutPartition }
        try array(of: Value.self, offset, 1)
        try offsetMap(offset.pointee)
    }

    /// Connect's OffsetUtils.validateFormat: maps from strings to primitive values.
    private mutating func offsetMap(_ map: Value) throws(Fault) {
        guard map.type == ValueType.map.rawValue else { throw .notAMap }
        try value(map, nil, depth: 0)
        for entry in map.entries {
            guard entry.key.type == ValueType.string.rawValue, let type = entry.value.valueType else {
                throw .notAnOffsetMap
            }
            switch type {
            case .array, .map, .structure, .dateTime, .decimal: throw .notAnOffsetMap
            default: break
            }
        }
    }

    /// The schema that a record names must be one that the batch keeps alive.
    private mutating func held(_ schema: UnsafePointer<millrace_schema>?) throws(Fault) {
        guard let schema else { return }
        guard reachable(Schema(schema)) else { throw .schemaNotHeld }
    }

    /// A batch keeps the schemas alive that it holds, and those inside them.
    private mutating func reachable(_ schema: Schema) -> Bool {
        if batch.holds(schema) || reached.contains(schema) { return true }
        reached = batch.reachableSchemas()
        return reached.contains(schema)
    }
}

extension BatchCheck {
    private mutating func value(_ value: Value, _ schema: Schema?, depth: Int) throws(Fault) {
        guard let type = value.valueType else { throw .tag(value.type) }
        if let schema {
            if type == .null {
                guard schema.isOptional || schema.defaultValue != nil else { throw .nullNotAllowed }
                return
            }
            guard type == schema.type else { throw .wrongType(is: type, schema: schema.type) }
        }
        switch type {
        case .null, .int64, .float32, .float64, .dateTime:
            break
        case .int8:
            guard Int64(Int8(truncatingIfNeeded: value.as.integer)) == value.as.integer else { throw .range(type) }
        case .int16:
            guard Int64(Int16(truncatingIfNeeded: value.as.integer)) == value.as.integer else { throw .range(type) }
        case .int32:
            guard Int64(Int32(truncatingIfNeeded: value.as.integer)) == value.as.integer else { throw .range(type) }
        case .boolean:
            guard value.as.boolean <= 1 else { throw .range(type) }
        case .string:
            try string(value)
        case .bytes:
            try counted(value, stride: 1)
        case .array, .map, .structure:
            try container(value, type, schema, depth: depth)
        case .decimal:
            try decimal(value)
        }
    }

    @inline(__always)
    private mutating func string(_ value: Value) throws(Fault) {
        if value.as.bytes == lastText.pointer, value.length == lastText.length, value.length != 0 { return }
        try counted(value, stride: 1)
        guard isValidUTF8(value.rawBytes) else { throw .notUTF8 }
        lastText = (value.as.bytes, value.length)
    }

    private mutating func container(
        _ value: Value, _ type: ValueType, _ schema: Schema?, depth: Int
    ) throws(Fault) {
        guard depth < Self.deepest else { throw .tooDeep }
        guard value.length <= UInt32(Int32.max) else { throw .length }
        valuesLeft -= Int(value.length)
        guard valuesLeft >= 0 else { throw .tooMany }
        switch type {
        case .array:
            try counted(value, stride: MemoryLayout<Value>.stride)
            for element in value.elements { try self.value(element, schema?.valueSchema, depth: depth + 1) }
        case .map:
            try counted(value, stride: MemoryLayout<Entry>.stride)
            for entry in value.entries {
                try self.value(entry.key, schema?.keySchema, depth: depth + 1)
                try self.value(entry.value, schema?.valueSchema, depth: depth + 1)
            }
        default:
            try structure(value, schema, depth: depth)
        }
    }

    private mutating func structure(_ value: Value, _ schema: Schema?, depth: Int) throws(Fault) {
        try array(of: millrace_struct.self, value.as.structure, 1)
        guard let own = value.structSchema else { throw .structWithoutSchema }
        if let schema {
            guard own == schema else { throw .otherStructSchema }
        } else {
            try held(own.pointer)
            guard own.type == .structure else { throw .otherStructSchema }
        }
        guard Int(value.length) == own.fields.count else { throw .fieldCount }
        try array(of: Value.self, value.as.structure?.pointee.fields, value.length)
        for (index, field) in value.fields.enumerated() {
            try self.value(field, own.fields[index].schema.map(Schema.init), depth: depth + 1)
        }
    }

    private mutating func decimal(_ value: Value) throws(Fault) {
        try array(of: millrace_decimal.self, value.as.decimal, 1)
        guard let decimal = value.as.decimal?.pointee, decimal.length > 0, decimal.length <= UInt32(Int32.max) else {
            throw .length
        }
        try memory(decimal.unscaled, Int(decimal.length))
    }

    /// What a counted value points to: `length` items of `stride` bytes, aligned to 8 where they are more than bytes.
    @inline(__always)
    private mutating func counted(_ value: Value, stride: Int) throws(Fault) {
        guard value.length <= UInt32(Int32.max) else { throw .length }
        guard value.length > 0 else { return }
        let pointer = value.as.bytes
        if stride > 1 { guard UInt(bitPattern: pointer) & 7 == 0 else { throw .misaligned } }
        try memory(pointer, Int(value.length) * stride)
    }

    private mutating func array<T>(of type: T.Type, _ pointer: UnsafePointer<T>?, _ count: UInt32) throws(Fault) {
        guard count <= UInt32(Int32.max) else { throw .length }
        guard count > 0 else { return }
        guard UInt(bitPattern: pointer) & 7 == 0 else { throw .misaligned }
        try memory(pointer, Int(count) * MemoryLayout<T>.stride)
    }

    @inline(__always)
    private mutating func memory(_ pointer: UnsafeRawPointer?, _ length: Int) throws(Fault) {
        let start = UInt(bitPattern: pointer)
        let (end, overflow) = start.addingReportingOverflow(UInt(length))
        if start >= lastRange.start, end <= lastRange.end, !overflow { return }
        try findRange(start, overflow ? .max : end)
    }

    /// A binary search for the last range that begins at or before the address.
    private mutating func findRange(_ start: UInt, _ end: UInt) throws(Fault) {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound <= start { low = middle + 1 } else { high = middle }
        }
        guard low > 0, end <= ranges[low - 1].upperBound else { throw .outside }
        lastRange = (ranges[low - 1].lowerBound, ranges[low - 1].upperBound)
    }
}
