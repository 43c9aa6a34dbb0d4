import CMillrace
import ConnectData

/// Makes values of JSON for schemas that were inferred from it.
struct JSONStructBuilder {
    let document: JSONDocument
    let batch: Batch

    /// The value; nil if it does not fit the schema, as where arrays inside an array have elements of different types.
    func value(at index: Int, _ schema: Schema) -> Value? {
        let token = document[index]
        switch (token.kind, schema.type) {
        case (.null, _): return schema.isOptional ? .null : nil
        case (.string, .string): return text(token)
        case (.true, .boolean): return .boolean(true)
        case (.false, .boolean): return .boolean(false)
        case (.integer, .int32): return Int32(exactly: document.int64(token)).map { .integer(.int32, Int64($0)) }
        case (.integer, .int64):
            let number = document.int64(token)
            return Int32(exactly: number) == nil ? .int64(number) : nil
        case (.decimal, .float64): return .float64(double(token))
        case (.array, .array): return array(index, schema)
        case (.object, .structure): return structure(index, schema)
        default: return nil
        }
    }

    private func text(_ token: JSONToken) -> Value {
        guard token.hasEscapes else { return .string(batch.copy(document.text(token))) }
        let target = batch.allocate(Int(token.count))
        let length = document.unescape(token, into: target)
        return .string(UnsafeRawBufferPointer(start: target, count: length))
    }

    private func double(_ token: JSONToken) -> Double {
        let number = document.double(token)
        let isNegative = document.text(token).first == UInt8(ascii: "-")
        return number == 0 && isNegative ? -0.0 : number
    }

    private func array(_ index: Int, _ schema: Schema) -> Value? {
        guard let type = schema.valueSchema else { return nil }
        let count = Int(document[index].count)
        let elements = batch.allocate(count, of: Value.self)
        var next = elements
        for place in document.elements(of: index) {
            guard let element = value(at: place, type) else { return nil }
            next.initialize(to: element)
            next += 1
        }
        return .array(UnsafeBufferPointer(start: elements, count: count))
    }

    private func structure(_ index: Int, _ schema: Schema) -> Value? {
        let count = schema.fields.count
        let made = batch.newStruct(count)
        let fields = made.fields
        fields.initialize(repeating: .null, count: count)
        // Of members with one name the last counts.
        let members = batch.allocate(count, of: Int.self)
        members.initialize(repeating: 0, count: count)
        var expected = 0
        document.forEachMember(of: index) { name, member in
            // Mostly the members are in the order of the fields.
            let place =
                expected < count && document.equals(document[name], schema.fields[expected].name.bytes)
                ? expected : schema.fields.firstIndex { document.equals(document[name], $0.name.bytes) }
            guard let place else { return }
            expected = place + 1
            members[place] = member
        }
        for place in 0..<count where members[place] > 0 {
            guard let type = schema.fieldSchema(place), let content = value(at: members[place], type) else {
                return nil
            }
            fields[place] = content
        }
        return batch.structure(schema, made)
    }
}

extension JSONDocument {
    /// The places of an object's members: of the name and of the value.
    @inline(__always)
    func forEachMember(of index: Int, _ body: (_ name: Int, _ value: Int) -> Void) {
        var name = index + 1
        for _ in 0..<Int(self[index].count) {
            body(name, name + 1)
            name = Int(self[name + 1].next)
        }
    }

    /// The places of an array's elements.
    func elements(of index: Int) -> JSONElements {
        JSONElements(document: self, place: index + 1, left: Int(self[index].count))
    }

    /// The text of a string token.
    func string(_ token: JSONToken) -> String {
        withUnsafeTemporaryAllocation(byteCount: max(Int(token.count), 1), alignment: 1) { scratch in
            guard let target = scratch.baseAddress else { return "" }
            let length = unescape(token, into: target)
            return String(decoding: UnsafeRawBufferPointer(start: target, count: length), as: UTF8.self)
        }
    }
}

/// The places of an array's elements on the tape.
struct JSONElements: Sequence, IteratorProtocol {
    let document: JSONDocument
    fileprivate(set) var place: Int
    fileprivate(set) var left: Int

    mutating func next() -> Int? {
        guard left > 0 else { return nil }
        left -= 1
        defer { place = Int(document[place].next) }
        return place
    }
}
