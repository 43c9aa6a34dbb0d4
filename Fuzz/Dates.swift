import ConnectData
import JavaText

/// Shows an instant so that all of it can be read again.
private let full = try? SimpleDateFormat("G yyyy-MM-dd HH:mm:ss.SSS")

/// libFuzzer's way in: a pattern of SimpleDateFormat, and after a zero a text. Whatever they are, the pattern is taken or
/// refused with a reason, and any instant is shown within the room that the format asks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    let end = bytes.firstIndex(of: 0) ?? size
    let text = UnsafeRawBufferPointer(rebasing: bytes[min(end + 1, size)...])
    do throws(DatePatternError) {
        let format = try SimpleDateFormat(String(decoding: bytes[..<end], as: UTF8.self), twoDigitYearStart: 0)
        let read = format.parse(text) ?? 0
        for instant in [read, 0 &- read, .min, .max] {
            show(instant, format) { shown in
                precondition(isValidUTF8(shown), "what is shown is UTF-8")
                _ = format.parse(shown)
            }
            guard let full else { preconditionFailure("a format of all fields") }
            show(instant, full) { precondition(full.parse($0) == instant, "all is shown") }
        }
    } catch {
        precondition(!error.description.isEmpty, "a mistake has a reason")
    }
    return 0
}

/// In memory of just the size that is asked for, beyond which AddressSanitizer watches.
private func show(_ instant: Int64, _ format: SimpleDateFormat, _ body: (UnsafeRawBufferPointer) -> Void) {
    let room = UnsafeMutableRawPointer.allocate(byteCount: format.maximumLength, alignment: 1)
    defer { room.deallocate() }
    body(UnsafeRawBufferPointer(start: room, count: format.format(instant, into: room)))
}
