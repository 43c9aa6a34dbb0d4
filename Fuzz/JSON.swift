import ConnectData

/// libFuzzer's way in: the reader answers whatever bytes it gets, and what it accepts stays within them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    _ = isValidUTF8(bytes)
    var reader = JSONReader()
    guard let document = try? reader.read(bytes, allowing: [.leadingZeros, .byteOrderMark]) else { return 0 }
    precondition(document[0].next == UInt32(document.count), "the document's value covers the tape")
    for index in 0..<document.count { visit(document, document[index]) }
    return 0
}

private func visit(_ document: JSONDocument, _ token: JSONToken) {
    let room = 3 * Int(token.count) + 16
    withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { scratch in
        guard let target = scratch.baseAddress else { return }
        switch token.kind {
        case .string:
            let length = document.unescape(token, into: target)
            precondition(length <= Int(token.count), "unescaped text is not longer")
            precondition(isValidUTF8(UnsafeRawBufferPointer(start: target, count: length)), "unescaped text is UTF-8")
            _ = Base64.decode(document.text(token), into: target)
        case .integer, .bigInteger, .decimal:
            _ = document.double(token)
            _ = document.float(token)
            guard let (length, scale) = DecimalText.unscaled(document.text(token), into: target) else { return }
            precondition(length <= DecimalText.unscaledCapacity(Int(token.count)), "the room suffices")
            var output = OutputBuffer()
            output.appendDecimal(UnsafeRawBufferPointer(start: target, count: length), scale: scale)
        default:
            break
        }
    }
}
