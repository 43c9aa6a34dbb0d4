internal import CMillrace

extension ParsedValue {
    /// The value as the schema has it that it shares with others: Connect's `Values.convertTo`. Nil where Connect gives up,
    /// such as for a null among numbers.
    ///
    /// - Parameter fits: made false if the value contradicts the schema. Connect merges some schemas by their type alone and
    ///   then names a schema that is not that of all the values.
    func aligned(to common: Schema?, fits: inout Bool) -> Value? {
        guard let common, common != schema else { return value }
        guard let type = value.valueType, type != .null else { return nil }
        switch common.type {
        case .int16, .int32, .int64:
            if let instant = instant(of: common) { return aligned(instant, type, fits: &fits, common) }
            return type.isNumber ? .integer(common.type, value.as.integer) : nil
        case .float32, .float64:
            guard let number = value.number else { return nil }
            return common.type == .float64 ? .float64(number) : .float32(Float(number))
        default:
            if !value.fits(common) { fits = false }
            return value
        }
    }

    private enum Instant {
        case date
        case time
        case timestamp
    }

    private func instant(of schema: Schema) -> Instant? {
        if schema.type == .int32, schema.name.equals(Schema.LogicalName.date) { return .date }
        if schema.type == .int32, schema.name.equals(Schema.LogicalName.time) { return .time }
        return schema.type == .int64 && schema.name.equals(Schema.LogicalName.timestamp) ? .timestamp : nil
    }

    /// A number among dates counts days, among times and timestamps milliseconds.
    private func aligned(_ instant: Instant, _ type: ValueType, fits: inout Bool, _ common: Schema) -> Value? {
        guard type != .dateTime else {
            if !value.fits(common) { fits = false }
            return value
        }
        let number = value.as.integer
        switch instant {
        case .date: return .integer(.dateTime, number * HybridCalendar.millisecondsPerDay)
        case .time where !(0...HybridCalendar.millisecondsPerDay).contains(number): return nil
        case .time, .timestamp: return .integer(.dateTime, number)
        }
    }
}

extension millrace_value {
    /// A number of any type as the nearest double, nil for what is no number.
    fileprivate var number: Double? {
        switch valueType {
        case .int8, .int16, .int32, .int64: Double(self.as.integer)
        case .float32: Double(self.as.float32)
        case .float64: self.as.float64
        default: nil
        }
    }

    /// Whether a value in the form without a schema can have this one, deeply.
    func fits(_ schema: Schema?) -> Bool {
        guard let schema else { return true }
        switch schema.type {
        case .array:
            let elementSchema = schema.valueSchema
            return valueType == .array && (elementSchema == nil || elements.allSatisfy { $0.fits(elementSchema) })
        case .map:
            let (keySchema, valueSchema) = (schema.keySchema, schema.valueSchema)
            return valueType == .map
                && entries.allSatisfy { $0.key.fits(keySchema) && $0.value.fits(valueSchema) }
        case .bytes:
            return valueType == .decimal && self.as.decimal?.pointee.scale == schema.decimalScale
        case .int32 where schema.name.equals(Schema.LogicalName.date):
            return valueType == .dateTime && self.as.integer % HybridCalendar.millisecondsPerDay == 0
                && Int32(exactly: self.as.integer / HybridCalendar.millisecondsPerDay) != nil
        case .int32 where schema.name.equals(Schema.LogicalName.time):
            return valueType == .dateTime && (0...HybridCalendar.millisecondsPerDay).contains(self.as.integer)
        case .int64 where schema.name.equals(Schema.LogicalName.timestamp):
            return valueType == .dateTime
        default:
            return valueType == schema.type
        }
    }

    /// Gives dates and decimals, deeply, the form that they have with a schema that the value fits. What it contains must
    /// have been made for it alone.
    mutating func bind(to schema: Schema?) {
        guard let schema else { return }
        switch valueType {
        case .array:
            guard let elementSchema = schema.valueSchema else { return }
            let elements = UnsafeMutablePointer(mutating: self.as.elements)
            for place in 0..<Int(length) { elements?[place].bind(to: elementSchema) }
        case .map:
            let entries = UnsafeMutablePointer(mutating: self.as.entries)
            for place in 0..<Int(length) {
                entries?[place].key.bind(to: schema.keySchema)
                entries?[place].value.bind(to: schema.valueSchema)
            }
        case .dateTime:
            let milliseconds = self.as.integer
            let isDate = schema.name.equals(Schema.LogicalName.date)
            self = .integer(schema.type, isDate ? milliseconds / HybridCalendar.millisecondsPerDay : milliseconds)
        case .decimal:
            guard let decimal = self.as.decimal?.pointee else { return }
            self = .bytes(UnsafeRawBufferPointer(start: decimal.unscaled, count: Int(decimal.length)))
        default: return
        }
    }
}
