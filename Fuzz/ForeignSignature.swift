/// libFuzzer's way in, compiled together with the parser: whatever is written as a C function's signature is one that keeps
/// the promises of its type, or a mistake with its reason.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    do {
        let signature = try Signature(text)
        precondition(signature.text == text, "a signature keeps its text")
        precondition(signature.parameters.count <= Signature.mostParameters, "so many parameters are refused")
        for case .buffer(_, let capacity, _) in signature.parameters {
            precondition(1...Signature.largestBuffer ~= capacity, "such a buffer is refused")
        }
        // White space counts for nothing around the whole.
        precondition((try? Signature(" \(text)\t"))?.parameters == signature.parameters, "white space changes nothing")
    } catch {
        precondition(!"\(error)".isEmpty, "a mistake has a reason")
    }
    return 0
}
