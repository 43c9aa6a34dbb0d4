public import CMillrace

/// Deep copies of values into one block of memory: a measuring pass, then a writing pass.
extension millrace_value {
    /// The bytes that a deep copy needs behind the value itself, a multiple of 8.
    public var copySize: Int {
        switch valueType {
        case .string, .bytes:
            return rounded(Int(length))
        case .array:
            return elements.reduce(elements.count * MemoryLayout<Value>.stride) { $0 + $1.copySize }
        case .map:
            return entries.reduce(entries.count * MemoryLayout<Entry>.stride) {
                $0 + $1.key.copySize + $1.value.copySize
            }
        case .structure:
            let own = MemoryLayout<millrace_struct>.stride + fields.count * MemoryLayout<Value>.stride
            return fields.reduce(own) { $0 + $1.copySize }
        case .decimal:
            return MemoryLayout<millrace_decimal>.stride + rounded(Int(self.as.decimal?.pointee.length ?? 0))
        default:
            return 0
        }
    }

    /// Copies the value deeply to `cursor`, which must have `copySize` bytes ahead and moves behind them. Schemas of
    /// structs are copied as pointers: whoever keeps the copy holds them.
    public func copied(to cursor: inout UnsafeMutableRawPointer) -> Value {
        var copy = self
        switch valueType {
        case .string, .bytes:
            copy.as.bytes = UnsafePointer(take(rawBytes, at: &cursor))
        case .array:
            let target = reserve(elements.count, of: Value.self, at: &cursor)
            for index in elements.indices {
                (target + index).initialize(to: elements[index].copied(to: &cursor))
            }
            copy.as.elements = UnsafePointer(target)
        case .map:
            let target = reserve(entries.count, of: Entry.self, at: &cursor)
            for index in entries.indices {
                let key = entries[index].key.copied(to: &cursor)
                let value = entries[index].value.copied(to: &cursor)
                (target + index).initialize(to: Entry(key: key, value: value))
            }
            copy.as.entries = UnsafePointer(target)
        case .structure:
            let structure = reserve(1, of: millrace_struct.self, at: &cursor)
            let target = reserve(fields.count, of: Value.self, at: &cursor)
            for index in fields.indices {
                (target + index).initialize(to: fields[index].copied(to: &cursor))
            }
            structure.initialize(
                to: millrace_struct(schema: self.as.structure?.pointee.schema, fields: UnsafePointer(target)))
            copy.as.structure = UnsafePointer(structure)
        case .decimal:
            guard let source = self.as.decimal?.pointee else { break }
            let decimal = reserve(1, of: millrace_decimal.self, at: &cursor)
            let unscaled = take(UnsafeRawBufferPointer(start: source.unscaled, count: Int(source.length)), at: &cursor)
            decimal.initialize(
                to: millrace_decimal(scale: source.scale, length: source.length, unscaled: UnsafePointer(unscaled)))
            copy.as.decimal = UnsafePointer(decimal)
        default:
            break
        }
        return copy
    }

    /// Whether both are the same value, deeply; floats by their bits, structs also by their schemas, maps as Java's
    /// `Map.equals` does, whatever the order of their entries.
    public func equals(_ other: Value) -> Bool {
        guard type == other.type, length == other.length else { return false }
        switch valueType {
        case .null, nil:
            return true
        case .int8, .int16, .int32, .int64, .dateTime:
            return self.as.integer == other.as.integer
        case .boolean:
            return self.as.boolean == other.as.boolean
        case .float32:
            return self.as.float32.bitPattern == other.as.float32.bitPattern
        case .float64:
            return self.as.float64.bitPattern == other.as.float64.bitPattern
        case .string, .bytes:
            return Text(rawBytes).sameBytes(as: Text(other.rawBytes))
        case .array:
            return zip(elements, other.elements).allSatisfy { $0.equals($1) }
        case .map:
            return entries.equal(other.entries)
        case .structure:
            return structSchema == other.structSchema && zip(fields, other.fields).allSatisfy { $0.equals($1) }
        case .decimal:
            guard let left = self.as.decimal?.pointee, let right = other.as.decimal?.pointee else { return false }
            return left.scale == right.scale
                && UnsafeBufferPointer(start: left.unscaled, count: Int(left.length))
                    .elementsEqual(UnsafeBufferPointer(start: right.unscaled, count: Int(right.length)))
        }
    }

    /// Feeds the value deeply into a hash, in step with `equals`.
    public func hashDeeply(into hasher: inout Hasher) {
        hasher.combine(type)
        switch valueType {
        case .int8, .int16, .int32, .int64, .dateTime:
            hasher.combine(self.as.integer)
        case .boolean:
            hasher.combine(self.as.boolean)
        case .float32:
            hasher.combine(self.as.float32.bitPattern)
        case .float64:
            hasher.combine(self.as.float64.bitPattern)
        case .string, .bytes:
            hasher.combine(bytes: rawBytes)
        case .array:
            for element in elements { element.hashDeeply(into: &hasher) }
        case .map:
            // A sum, because the order of the entries does not count.
            hasher.combine(entries.reduce(0) { $0 &+ $1.hash })
        case .structure:
            hasher.combine(structSchema)
            for field in fields { field.hashDeeply(into: &hasher) }
        case .decimal:
            guard let decimal = self.as.decimal?.pointee else { break }
            hasher.combine(decimal.scale)
            hasher.combine(bytes: UnsafeRawBufferPointer(start: decimal.unscaled, count: Int(decimal.length)))
        case .null, nil:
            break
        }
    }
}

extension UnsafeBufferPointer<millrace_entry> {
    fileprivate func equal(_ other: Self) -> Bool {
        // Maps of one origin have one order: only others are searched.
        if zip(self, other).allSatisfy({ $0.equals($1) }) { return true }
        return allSatisfy(other.has) && other.allSatisfy(has)
    }

    private func has(_ entry: millrace_entry) -> Bool { contains { $0.equals(entry) } }
}

extension millrace_entry {
    fileprivate func equals(_ other: millrace_entry) -> Bool {
        key.equals(other.key) && value.equals(other.value)
    }

    fileprivate var hash: Int {
        var hasher = Hasher()
        key.hashDeeply(into: &hasher)
        value.hashDeeply(into: &hasher)
        return hasher.finalize()
    }
}

/// Rounds up to the alignment of everything in the data model.
@inline(__always)
func rounded(_ bytes: Int) -> Int { (bytes + 7) & ~7 }

private func reserve<T>(
    _ count: Int, of type: T.Type, at cursor: inout UnsafeMutableRawPointer
) -> UnsafeMutablePointer<T> {
    let target = cursor.bindMemory(to: T.self, capacity: count)
    cursor += rounded(count * MemoryLayout<T>.stride)
    return target
}

func take(
    _ bytes: UnsafeRawBufferPointer, at cursor: inout UnsafeMutableRawPointer
) -> UnsafeMutablePointer<UInt8> {
    let target = reserve(bytes.count, of: UInt8.self, at: &cursor)
    if let source = bytes.baseAddress, bytes.count > 0 {
        UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: bytes.count)
    }
    return target
}
