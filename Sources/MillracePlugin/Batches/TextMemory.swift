import CMillrace
import ConnectData
import Glibc

/// Copies of texts, for C to read: they live as long as this object, and are wiped then, since some are secrets.
final class TextMemory {
    private var copies: [UnsafeMutableRawBufferPointer] = []

    deinit {
        for copy in copies {
            if let start = copy.baseAddress { explicit_bzero(start, copy.count) }
            copy.deallocate()
        }
    }

    func add(_ string: String) -> Text {
        let utf8 = Array(string.utf8)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, utf8.count), alignment: 1)
        copy.copyBytes(from: utf8)
        copies.append(copy)
        return Text(UnsafeRawBufferPointer(start: copy.baseAddress, count: utf8.count))
    }
}
