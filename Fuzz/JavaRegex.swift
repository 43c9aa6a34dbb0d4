import ConnectData
import JavaText

/// libFuzzer's way in: a pattern, and after a zero a text. Whatever they are, the pattern is compiled or refused with a
/// reason, and a match ends.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    let end = bytes.firstIndex(of: 0) ?? size
    let text = UnsafeRawBufferPointer(rebasing: bytes[min(end + 1, size)...])
    do throws(JavaRegexError) {
        let regex = try JavaRegex(String(decoding: bytes[..<end], as: UTF8.self))
        _ = try regex.wholeMatch(text)
        // The text is what may replace a match, too.
        let whole = try JavaReplacement("$0", for: regex)
        let replacement = (try? JavaReplacement(String(decoding: text, as: UTF8.self), for: regex)) ?? whole
        _ = try regex.replaceFirst(in: text, with: replacement) { _ in }
        var same: [UInt8] = []
        if try regex.replaceFirst(in: text, with: whole, write: { same += $0 }) {
            precondition(same.elementsEqual(text), "a match that replaces itself changes nothing")
        }
    } catch {
        precondition(!error.reason.isEmpty && !error.description.isEmpty, "a mistake has a reason")
    }
    return 0
}
