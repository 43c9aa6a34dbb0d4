internal import CProcess

/// Names the calling thread, for crash reports and `ps`; at most 15 bytes count.
public func nameThread(_ name: StaticString) {
    name.withUTF8Buffer { text in text.withMemoryRebound(to: CChar.self) { cprocess_name_thread($0.baseAddress) } }
}
