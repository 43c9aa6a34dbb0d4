internal import CMillrace

/// One reading of a text after another, by the grammar of Connect's `Values`.
struct ValuesReader {
    var tokens = ValuesTokens(UnsafeRawBufferPointer(start: nil, count: 0))
    /// The elements of the containers that are open, the keys and values of maps in turn.
    var open: [ParsedValue] = []
    /// Whether a date or a decimal is among what was read: only those look otherwise with a schema.
    var hasLogical = false
    private var depth = 0

    /// The value of a text, or the text as a string.
    mutating func read(
        _ text: UnsafeRawBufferPointer, _ schemas: ValuesSchemas, in batch: Batch
    ) throws(ConnectError) -> ParsedValue {
        tokens = ValuesTokens(text)
        open.removeAll(keepingCapacity: true)
        hasLogical = false
        depth = 0
        guard !text.isEmpty, var found = try value(isEmbedded: false, schemas, batch), tokens.isBlankToTheEnd,
            found.value.valueType != .string
        else { return ParsedValue(schema: schemas[.string], value: .string(text)) }
        if hasLogical, let schema = found.schema { found.value.bind(to: schema) }
        return found
    }

    /// The value at this place; nil if there is none that Connect would read.
    private mutating func value(
        isEmbedded: Bool, _ schemas: ValuesSchemas, _ batch: Batch
    ) throws(ConnectError) -> ParsedValue? {
        if tokens.isAtEnd { return .null }
        if isEmbedded, tokens.consume("\"") { return try quoted(schemas, batch) }
        if consume("null", isEmbedded) { return .null }
        if consume("true", isEmbedded) { return ParsedValue(schema: schemas[.boolean], value: .boolean(true)) }
        if consume("false", isEmbedded) { return ParsedValue(schema: schemas[.boolean], value: .boolean(false)) }
        if tokens.consume("[") { return try nested { reader throws(ConnectError) in try reader.array(schemas, batch) } }
        if tokens.consume("{") { return try nested { reader throws(ConnectError) in try reader.map(schemas, batch) } }
        let token = bytes(tokens.next())
        guard !token.trimmed.isEmpty else { return ParsedValue(schema: schemas[.string], value: .string(token)) }
        return try scalar(token.trimmed, schemas, batch)
    }

    /// A word is one if nothing follows it, or if it is within a container.
    private mutating func consume(_ word: StaticString, _ isEmbedded: Bool) -> Bool {
        let start = tokens.position
        if tokens.consume(word: word), isEmbedded || tokens.isAtEnd { return true }
        tokens.position = start
        return false
    }

    private mutating func nested(
        _ container: (inout ValuesReader) throws(ConnectError) -> ParsedValue?
    ) throws(ConnectError) -> ParsedValue? {
        guard depth < ValuesParser.maximumDepth else {
            throw ConnectError(
                .badData, "Arrays and maps in text are nested deeper than \(ValuesParser.maximumDepth) levels")
        }
        depth += 1
        defer { depth -= 1 }
        return try container(&self)
    }

    // MARK: - Scalars

    private mutating func scalar(
        _ token: UnsafeRawBufferPointer, _ schemas: ValuesSchemas, _ batch: Batch
    ) throws(ConnectError) -> ParsedValue? {
        let first = token[0]
        let isDigit = first &- UInt8(ascii: "0") < 10 || first >= 0x80 && JavaDigits.begin(token)
        if isDigit, let found = temporal(token, schemas) { return found }
        guard isDigit || first == UInt8(ascii: "+") || first == UInt8(ascii: "-"),
            let plain = JavaDigits.ascii(token, in: batch), let number = NumberText(plain)
        else { return nil }
        if let integer = number.exactInteger {
            let type: ValueType =
                Int8(exactly: integer) != nil
                ? .int8 : Int16(exactly: integer) != nil ? .int16 : Int32(exactly: integer) != nil ? .int32 : .int64
            return ParsedValue(schema: schemas[type], value: .integer(type, integer))
        }
        if number.scale != 0 {
            let float = number.float
            if float.isFinite { return ParsedValue(schema: schemas[.float32], value: .float32(float)) }
            let double = number.double
            if double.isFinite { return ParsedValue(schema: schemas[.float64], value: .float64(double)) }
        }
        return try decimal(number, schemas, batch)
    }

    private mutating func decimal(
        _ number: NumberText, _ schemas: ValuesSchemas, _ batch: Batch
    ) throws(ConnectError) -> ParsedValue? {
        let target = batch.allocate(DecimalText.unscaledCapacity(number.text.count))
        guard let (length, scale) = DecimalText.unscaled(number.text, into: target) else { return nil }
        hasLogical = true
        let decimal = batch.allocate(1, of: millrace_decimal.self)
        decimal.initialize(
            to: millrace_decimal(
                scale: scale, length: UInt32(length), unscaled: target.assumingMemoryBound(to: UInt8.self)))
        return ParsedValue(schema: try schemas.decimal(scale: scale, in: batch), value: .decimal(decimal))
    }

    /// A date in one token, or a time whose colons have made five tokens of it.
    private mutating func temporal(_ token: UnsafeRawBufferPointer, _ schemas: ValuesSchemas) -> ParsedValue? {
        let start = tokens.position
        var count = 0
        while count < 4, !tokens.isAtEnd {
            _ = tokens.next()
            count += 1
        }
        if count == 4, let found = temporal(token, bytes(start..<tokens.position), schemas) { return found }
        tokens.position = start
        return temporal(token, bytes(start..<start), schemas)
    }

    /// The date or time that two texts are together, without the backslashes before colons.
    private mutating func temporal(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ schemas: ValuesSchemas
    ) -> ParsedValue? {
        // Three bytes for each of 24 characters, and a backslash before each.
        let most = 96
        guard first.count + second.count <= most else { return nil }
        let found = withUnsafeTemporaryAllocation(byteCount: most, alignment: 1) { room -> TemporalText? in
            var count = 0
            for byte in [first, second].joined() {
                if byte == UInt8(ascii: ":"), count > 0, room[count - 1] == UInt8(ascii: "\\") { count -= 1 }
                room[count] = byte
                count += 1
            }
            return JavaDigits.temporal(UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
        }
        guard let found else { return nil }
        hasLogical = true
        let schema =
            switch found.kind {
            case .date: schemas.date
            case .time: schemas.time
            case .timestamp: schemas.timestamp
            }
        return ParsedValue(schema: schema.schema, value: .integer(.dateTime, found.milliseconds))
    }

    /// What is between two quotation marks, or up to the end: a date or time, or else a string. White space between two
    /// delimiters is lost, as in Connect, and backslashes stay.
    private mutating func quoted(_ schemas: ValuesSchemas, _ batch: Batch) throws(ConnectError) -> ParsedValue {
        let start = tokens.position
        var length = 0
        var end = start
        while !tokens.isAtEnd, !tokens.consume("\"") {
            let token = tokens.next()
            length += token.count
            end = token.upperBound
        }
        var content = bytes(start..<max(start, end))
        if content.count > length {
            let after = tokens.position
            let target = UnsafeMutableRawBufferPointer(start: batch.allocate(length), count: length)
            var written = 0
            tokens.position = start
            while written < length, !tokens.consume("\"") {
                let token = tokens.next()
                for place in token {
                    target[written] = tokens.text[place]
                    written += 1
                }
            }
            tokens.position = after
            content = UnsafeRawBufferPointer(target)
        }
        if let found = temporal(content, bytes(start..<start), schemas) { return found }
        return ParsedValue(schema: schemas[.string], value: .string(content))
    }

    private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: tokens.text[range])
    }

    // MARK: - Containers

    private mutating func array(_ schemas: ValuesSchemas, _ batch: Batch) throws(ConnectError) -> ParsedValue? {
        let start = open.count
        var merger = SchemaMerger()
        while !tokens.isAtEnd {
            if tokens.consume("]") { return try closeArray(from: start, merger.common, schemas, batch) }
            if tokens.consume(",") { return nil }
            guard let element = try value(isEmbedded: true, schemas, batch) else { return nil }
            merger.merge(element.schema)
            open.append(element)
            let position = tokens.position
            if tokens.consume("]") {
                tokens.position = position
            } else if !tokens.consume(",") {
                return nil
            }
        }
        return nil
    }

    private mutating func map(_ schemas: ValuesSchemas, _ batch: Batch) throws(ConnectError) -> ParsedValue? {
        let start = open.count
        var keys = SchemaMerger()
        var values = SchemaMerger()
        while !tokens.isAtEnd {
            if tokens.consume("}") { return try closeMap(from: start, keys.common, values.common, schemas, batch) }
            if tokens.consume(",") { return nil }
            guard let key = try value(isEmbedded: true, schemas, batch), !key.value.isNull, tokens.consume(":"),
                let value = try value(isEmbedded: true, schemas, batch)
            else { return nil }
            // A comma between entries may be left out.
            _ = tokens.consume(",")
            keys.merge(key.schema)
            values.merge(value.schema)
            open.append(key)
            open.append(value)
        }
        return nil
    }

    private mutating func closeArray(
        from start: Int, _ common: Schema?, _ schemas: ValuesSchemas, _ batch: Batch
    ) throws(ConnectError) -> ParsedValue? {
        let count = open.count - start
        let elements = batch.allocate(count, of: Value.self)
        var fits = true
        for place in 0..<count {
            guard let element = open[start + place].aligned(to: common, fits: &fits) else { return nil }
            (elements + place).initialize(to: element)
        }
        open.removeLast(count)
        return ParsedValue(
            schema: try schemas.array(of: fits ? common : nil, in: batch),
            value: .array(UnsafeBufferPointer(start: elements, count: count)))
    }

    private mutating func closeMap(
        from start: Int, _ keySchema: Schema?, _ valueSchema: Schema?, _ schemas: ValuesSchemas, _ batch: Batch
    ) throws(ConnectError) -> ParsedValue? {
        let count = (open.count - start) / 2
        // A key that comes again has its last value; only what is left has to be alike.
        var given = MapEditor(capacity: count, in: batch)
        for place in 0..<count {
            given.set(open[start + 2 * place].value, .int64(Int64(start + 2 * place)))
        }
        // Connect leaves values alone whose keys have no schema in common.
        let valueSchema = keySchema == nil ? nil : valueSchema
        var keysFit = true
        var valuesFit = true
        var entries = MapEditor(capacity: count, in: batch)
        for entry in given.map.entries {
            let place = Int(entry.value.as.integer)
            guard let key = open[place].aligned(to: keySchema, fits: &keysFit),
                let value = open[place + 1].aligned(to: valueSchema, fits: &valuesFit)
            else { return nil }
            entries.set(key, value)
        }
        open.removeLast(2 * count)
        return ParsedValue(
            schema: try schemas.map(
                from: keysFit ? keySchema : nil, to: valuesFit ? valueSchema : nil, in: batch),
            value: entries.map)
    }
}
