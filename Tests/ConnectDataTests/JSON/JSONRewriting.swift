import ConnectData

/// Reads a document and writes it again as Jackson's `JsonNode.toString` does: the last of members with one name, in the
/// place of the first.
func rewritten(_ text: [UInt8], allowing leniency: JSONReader.Leniency = []) throws(JSONError) -> String {
    var reader = JSONReader()
    return try rewritten(text, with: &reader, allowing: leniency)
}

func rewritten(
    _ text: [UInt8], with reader: inout JSONReader, allowing leniency: JSONReader.Leniency
) throws(JSONError) -> String {
    // A buffer of the exact size, so that AddressSanitizer sees a read past its end.
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
    defer { bytes.deallocate() }
    bytes.copyBytes(from: text)
    let document = try reader.read(UnsafeRawBufferPointer(bytes), allowing: leniency)
    var output = OutputBuffer()
    write(document, at: 0, to: &output)
    return String(decoding: output.bytes, as: UTF8.self)
}

private func write(_ document: JSONDocument, at index: Int, to output: inout OutputBuffer) {
    let token = document[index]
    switch token.kind {
    case .null: output.append("null")
    case .true: output.append("true")
    case .false: output.append("false")
    case .string: string(document, token).withBytes { output.appendJSONString($0) }
    case .integer: output.append(document.int64(token))
    case .bigInteger, .decimal:
        var unscaled = [UInt8](repeating: 0, count: DecimalText.unscaledCapacity(Int(token.count)))
        let parts = unscaled.withUnsafeMutableBytes {
            $0.baseAddress.flatMap { DecimalText.unscaled(document.text(token), into: $0) }
        }
        guard let parts else { return output.append("(a scale beyond 32 bits)") }
        unscaled.withUnsafeBytes {
            output.appendDecimal(UnsafeRawBufferPointer(rebasing: $0[..<parts.length]), scale: parts.scale)
        }
    case .array:
        output.append(UInt8(ascii: "["))
        for (place, element) in children(document, index).enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            write(document, at: element, to: &output)
        }
        output.append(UInt8(ascii: "]"))
    case .object:
        var names: [[UInt8]] = []
        var values: [[UInt8]: Int] = [:]
        let tokens = children(document, index)
        for place in stride(from: 0, to: tokens.count, by: 2) {
            let name = string(document, document[tokens[place]])
            if values.updateValue(tokens[place + 1], forKey: name) == nil { names.append(name) }
        }
        output.append(UInt8(ascii: "{"))
        for (place, name) in names.enumerated() {
            if place > 0 { output.append(UInt8(ascii: ",")) }
            name.withBytes { output.appendJSONString($0) }
            output.append(UInt8(ascii: ":"))
            if let value = values[name] { write(document, at: value, to: &output) }
        }
        output.append(UInt8(ascii: "}"))
    }
}

private func children(_ document: JSONDocument, _ index: Int) -> [Int] {
    var found: [Int] = []
    var next = index + 1
    while next < Int(document[index].next) {
        found.append(next)
        next = Int(document[next].next)
    }
    let perChild = document[index].kind == .object ? 2 : 1
    precondition(found.count == Int(document[index].count) * perChild)
    return found
}

private func string(_ document: JSONDocument, _ token: JSONToken) -> [UInt8] {
    guard token.hasEscapes else { return Array(document.text(token)) }
    return [UInt8](unsafeUninitializedCapacity: Int(token.count)) { buffer, count in
        count = buffer.baseAddress.map { document.unescape(token, into: $0) } ?? 0
    }
}

extension [UInt8] {
    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        withUnsafeBytes(body)
    }
}
