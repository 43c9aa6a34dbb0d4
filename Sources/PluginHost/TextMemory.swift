import CMillrace
import ConnectData
import Glibc

/// Texts as C sees them, in memory that stays in its place until the object goes. Wiped at the end, since
/// configurations hold secrets.
final class TextMemory {
    private var blocks: [UnsafeMutableRawBufferPointer] = []

    deinit {
        for block in blocks {
            if let base = block.baseAddress { explicit_bzero(base, block.count) }
            block.deallocate()
        }
    }

    func add(_ text: String) -> millrace_string {
        var text = text
        return text.withUTF8 { utf8 in
            // An empty text has a pointer too: a NULL one would mean "absent".
            let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(utf8.count, 1), alignment: 1)
            block.copyMemory(from: UnsafeRawBufferPointer(utf8))
            blocks.append(block)
            return millrace_string(
                data: UnsafePointer(block.baseAddress?.assumingMemoryBound(to: CChar.self)), length: utf8.count)
        }
    }
}
