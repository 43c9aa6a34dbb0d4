import CMillrace
import ConnectData

extension millrace_entry {
    /// The key as the name of a field. Throws if it is no text.
    var fieldName: UnsafeRawBufferPointer {
        get throws(ConnectError) {
            if key.valueType == .string { return key.rawBytes }
            throw ConnectError(
                .badData,
                "A map without a schema has a key that is no text: it is of the type \(key.javaClassName(nil))",
                as: .classCast)
        }
    }
}

extension millrace_value {
    /// Whether the value is this text.
    @inline(__always)
    func isText(_ text: Text) -> Bool {
        valueType == .string && Text(rawBytes).sameBytes(as: text)
    }

    /// The value of a map's key that is text, or nil if there is none.
    func member(_ name: Text) -> Value? {
        entries.first { $0.key.isText(name) }?.value
    }
}
