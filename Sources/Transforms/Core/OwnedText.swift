import CMillrace
package import ConnectData

/// Text of a configuration, in memory of its own: what names of fields and headers are compared with and copied from.
package final class OwnedText {
    /// The text, alive as long as the object.
    package let text: Text

    package init(_ string: String) {
        var string = string
        let bytes = string.withUTF8 { source in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 8)
            copy.copyMemory(from: UnsafeRawBufferPointer(source))
            return UnsafeRawBufferPointer(rebasing: copy[..<source.count])
        }
        text = Text(data: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), length: bytes.count)
    }

    deinit { UnsafeMutableRawPointer(mutating: text.data)?.deallocate() }

    /// The text as a STRING value in the batch's memory.
    @inline(__always)
    func value(in batch: Batch) -> Value { .string(batch.copy(text.bytes)) }

    package var string: String { text.string }
}
