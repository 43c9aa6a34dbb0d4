import CMillrace

/// The check of a batch that a plugin handed over, once, before anything reads what its records point to: every pointer
/// and length lies in the batch's memory, tags and counts are right, text is UTF-8, schemas are held and fit.
///
/// What follows in the pipeline relies on it and checks nothing again. It costs tens of nanoseconds a record, because
/// what records share (topic, partition, schema) is recognised by its pointer.
public struct BatchCheck {
    private let batch: Batch
    var memory: CheckedMemory
    var valuesLeft: Int
    private var lastTopic = Text.absent
    private var lastOriginalTopic = Text.absent
    private var lastPartition: UnsafePointer<Value>?
    private var lastKeySchema: UnsafePointer<millrace_schema>?
    private var lastValueSchema: UnsafePointer<millrace_schema>?
    private var lastHeldSchema: UnsafePointer<millrace_schema>?
    private var lastOffsetKey: (pointer: UnsafePointer<UInt8>?, length: UInt32) = (nil, 0)
    private var reached: Set<Schema> = []
    /// Where in the record the check is, for its message.
    private var place = Place.topic

    private enum Place: String {
        case topic
        case key
        case value
        case headers
        case originalTopic = "original topic"
        case sourcePartition = "source partition"
        case sourceOffset = "source offset"
    }

    /// More values than this in one batch are a mistake: a small batch can refer to one array many times over.
    static let mostValues = 1 << 26

    private init(_ batch: Batch, mostValues: Int) {
        self.batch = batch
        valuesLeft = mostValues
        memory = CheckedMemory(batch.memoryRanges())
    }

    /// Throws `.fatal` with a message that names the record, the place in it and what is wrong.
    public static func check(_ batch: Batch) throws(ConnectError) {
        try check(batch, mostValues: mostValues)
    }

    static func check(_ batch: Batch, mostValues: Int) throws(ConnectError) {
        guard batch.isIntact else {
            let raw = batch.pointer.pointee
            throw ConnectError(
                .fatal,
                "The plugin gave a corrupt batch: it has written over the batch's own members (now \(raw.count) records "
                    + "in room for \(raw.capacity)); write through the functions of millrace/batch.h only")
        }
        var check = BatchCheck(batch, mostValues: mostValues)
        var index = 0
        do throws(Fault) {
            let records = UnsafePointer(batch.records.baseAddress)
            while index < batch.count, let records {
                try check.record(records + index)
                index += 1
            }
        } catch {
            throw ConnectError(
                .fatal, "The plugin gave a corrupt batch: record \(index): \(check.place.rawValue): \(error)")
        }
    }

    @inline(__always)
    private mutating func record(_ record: UnsafePointer<Record>) throws(Fault) {
        place = .topic
        if !isChecked(record.pointee.topic, lastTopic) {
            try text(record.pointee.topic)
            lastTopic = record.pointee.topic
        }
        place = .key
        if record.pointee.key_schema != lastKeySchema {
            try held(record.pointee.key_schema)
            lastKeySchema = record.pointee.key_schema
        }
        if record.pointee.key.type != ValueType.null.rawValue || lastKeySchema != nil {
            try value(member(record, \.key), record.pointee.keySchema, depth: 0)
        }
        place = .value
        if record.pointee.value_schema != lastValueSchema {
            try held(record.pointee.value_schema)
            lastValueSchema = record.pointee.value_schema
        }
        try value(member(record, \.value), record.pointee.valueSchema, depth: 0)
        place = .headers
        if record.pointee.header_count != 0 { try headers(record.pointee.headers, record.pointee.header_count) }
        place = .originalTopic
        if !isChecked(record.pointee.original_topic, lastOriginalTopic) {
            try text(record.pointee.original_topic)
            lastOriginalTopic = record.pointee.original_topic
        }
        place = .sourcePartition
        let partition = record.pointee.source_partition
        if let partition, partition != lastPartition {
            try offsetMap(partition)
            lastPartition = partition
        }
        place = .sourceOffset
        if let offset = record.pointee.source_offset {
            guard partition != nil else { throw .offsetWithoutPartition }
            try offsetMap(offset)
        }
    }

    /// A value inside a struct, in its place: a copy would cost more than most checks.
    @inline(__always)
    func member<Struct>(
        _ pointer: UnsafePointer<Struct>, _ path: KeyPath<Struct, Value>
    ) -> UnsafePointer<Value> {
        guard let place = pointer.pointer(to: path) else { preconditionFailure("a member is stored") }
        return place
    }

    /// An absent topic is for a transformation to set; the producer refuses a record without one.
    @inline(__always)
    private func isChecked(_ topic: Text, _ last: Text) -> Bool {
        !topic.isPresent || (topic.data == last.data && topic.length == last.length)
    }

    private mutating func headers(_ headers: UnsafePointer<Header>?, _ count: UInt32) throws(Fault) {
        try array(of: Header.self, headers, count)
        guard let headers else { return }
        for index in 0..<Int(count) {
            let header = headers + index
            try text(header.pointee.name)
            try held(header.pointee.schema)
            try value(member(header, \.value), header.pointee.schema.map(Schema.init), depth: 0)
        }
    }

    /// Connect's OffsetUtils.validateFormat: maps from strings to primitive values.
    private mutating func offsetMap(_ map: UnsafePointer<Value>) throws(Fault) {
        try array(of: Value.self, map, 1)
        guard map.pointee.type == ValueType.map.rawValue else { throw .notAMap }
        try container(map.pointee.length, depth: 0)
        try counted(map, stride: MemoryLayout<Entry>.stride)
        guard let entries = map.pointee.as.entries else { return }
        for index in 0..<Int(map.pointee.length) {
            let entry = entries + index
            let key = member(entry, \.key)
            guard key.pointee.type == ValueType.string.rawValue else { throw .notAnOffsetMap }
            // Records of one source have the same keys.
            if key.pointee.as.bytes != lastOffsetKey.pointer || key.pointee.length != lastOffsetKey.length {
                try string(key)
                lastOffsetKey = (key.pointee.as.bytes, key.pointee.length)
            }
            switch entry.pointee.value.type {
            case ValueType.int64.rawValue: break
            case ValueType.array.rawValue, ValueType.map.rawValue, ValueType.structure.rawValue,
                ValueType.dateTime.rawValue, ValueType.decimal.rawValue:
                throw .notAnOffsetMap
            default: try value(member(entry, \.value), nil, depth: 1)
            }
        }
    }

    /// The schema that a record names must be one that the batch keeps alive: that it holds, or that is inside one.
    mutating func held(_ schema: UnsafePointer<millrace_schema>?) throws(Fault) {
        guard let schema, schema != lastHeldSchema else { return }
        if !batch.holds(Schema(schema)), !reached.contains(Schema(schema)) {
            reached = batch.reachableSchemas()
            guard reached.contains(Schema(schema)) else { throw .schemaNotHeld }
        }
        lastHeldSchema = schema
    }
}
