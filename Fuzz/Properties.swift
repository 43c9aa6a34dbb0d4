import ConnectConfig

/// libFuzzer's way in: whatever bytes a file has, its entries come out or the line that is at fault.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let lines = 1 + bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    do {
        let properties = try JavaProperties(parsing: bytes)
        let values = properties.dictionary
        for entry in properties.entries {
            precondition((1...lines).contains(entry.line), "an entry begins on a line of the file")
            precondition(values[entry.key] != nil, "every key has a value")
        }
        precondition(properties.entries.count <= lines, "a line has one entry at most")
    } catch {
        precondition((1...lines).contains(error.line), "the error is on a line of the file")
        precondition(!error.reason.isEmpty, "the error has a reason")
    }
    return 0
}
