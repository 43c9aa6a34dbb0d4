internal import Glibc

/// The function names of one ELF file (64-bit, little-endian), read piece by piece: mapping it would let whoever
/// truncates the file end the daemon. A damaged file gives no names, never a trap.
final class ElfSymbols {
    /// A place in a function.
    struct Location: Equatable {
        let symbol: String
        /// Bytes from the function's start.
        let offset: UInt64
    }

    private struct Segment {
        let fileOffset, address, size: UInt64
    }

    private struct Table {
        let offset, size, link: UInt64
    }

    private static let largestTable = 256 << 20
    private static let longestName = 4096

    private let descriptor: Descriptor
    private let fileSize: UInt64
    private var segments: [Segment] = []
    private var symbols = Table(offset: 0, size: 0, link: 0)
    private var names = Table(offset: 0, size: 0, link: 0)

    /// Opens the file at `path`; nil if it is not the file with that inode any more, or names no functions.
    init?(path: String, inode: UInt64? = nil) {
        let raw = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard raw >= 0 else { return nil }
        descriptor = Descriptor(raw)
        var status = stat()
        guard fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            inode.map({ $0 == UInt64(status.st_ino) }) ?? true
        else { return nil }
        fileSize = UInt64(status.st_size)
        guard readHeaders() else { return nil }
    }

    /// For each offset in the file the function that lies there.
    func locate(fileOffsets: [UInt64]) -> [Location?] {
        let addresses = fileOffsets.map(address(ofFileOffset:))
        var best = [(name: UInt64, start: UInt64)?](repeating: nil, count: addresses.count)
        guard let table = read(at: symbols.offset, count: symbols.size) else { return best.map { _ in nil } }
        let entrySize = 24
        for entry in stride(from: 0, to: table.count - entrySize + 1, by: entrySize) {
            let isFunction = table[entry + 4] & 0xf == 2
            let isDefined = table.word(at: entry + 6, bytes: 2) != 0
            guard isFunction, isDefined else { continue }
            let start = table.word(at: entry + 8, bytes: 8)
            let size = table.word(at: entry + 16, bytes: 8)
            for (index, address) in addresses.enumerated() {
                guard let address, address >= start, address - start < size else { continue }
                if let found = best[index], found.start > start { continue }
                best[index] = (table.word(at: entry, bytes: 4), start)
            }
        }
        return zip(best, addresses).map { found, address in
            guard let found, let address, let symbol = name(at: found.name) else { return nil }
            return Location(symbol: symbol, offset: address - found.start)
        }
    }

    private func address(ofFileOffset offset: UInt64) -> UInt64? {
        segments.first { offset >= $0.fileOffset && offset - $0.fileOffset < $0.size }
            .map { offset - $0.fileOffset &+ $0.address }
    }

    private func name(at offset: UInt64) -> String? {
        guard offset < names.size,
            let bytes = read(at: names.offset &+ offset, count: min(UInt64(Self.longestName), names.size - offset))
        else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private func readHeaders() -> Bool {
        guard let header = read(at: 0, count: 64), header.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]) else {
            return false
        }
        let programs = read(
            at: header.word(at: 32, bytes: 8), entries: header.word(at: 56, bytes: 2),
            size: header.word(at: 54, bytes: 2), atLeast: 56)
        let sections = read(
            at: header.word(at: 40, bytes: 8), entries: header.word(at: 60, bytes: 2),
            size: header.word(at: 58, bytes: 2), atLeast: 64)
        segments = programs.filter { $0.word(at: 0, bytes: 4) == 1 }.map {
            Segment(
                fileOffset: $0.word(at: 8, bytes: 8), address: $0.word(at: 16, bytes: 8),
                size: $0.word(at: 32, bytes: 8))
        }
        let full: UInt64 = 2
        let dynamic: UInt64 = 11
        let tables = sections.map {
            (
                kind: $0.word(at: 4, bytes: 4),
                table: Table(
                    offset: $0.word(at: 24, bytes: 8), size: $0.word(at: 32, bytes: 8), link: $0.word(at: 40, bytes: 4))
            )
        }
        guard let chosen = tables.first(where: { $0.kind == full }) ?? tables.first(where: { $0.kind == dynamic }),
            chosen.table.link < tables.count
        else { return false }
        symbols = chosen.table
        names = tables[Int(chosen.table.link)].table
        return true
    }

    private func read(at offset: UInt64, entries: UInt64, size: UInt64, atLeast: Int) -> [[UInt8]] {
        guard size >= atLeast, let bytes = read(at: offset, count: entries * size) else { return [] }
        return (0..<Int(entries)).map { Array(bytes[$0 * Int(size)..<($0 + 1) * Int(size)]) }
    }

    /// All of the bytes, or nil.
    private func read(at offset: UInt64, count: UInt64) -> [UInt8]? {
        guard count <= Self.largestTable, offset <= fileSize, count <= fileSize - offset else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        var filled = 0
        while filled < bytes.count {
            let step = bytes.withUnsafeMutableBytes {
                pread(descriptor.raw, $0.baseAddress.map { $0 + filled }, $0.count - filled, Int(offset) + filled)
            }
            guard step > 0 else { return nil }
            filled += step
        }
        return bytes
    }
}

extension [UInt8] {
    /// A little-endian number.
    fileprivate func word(at offset: Int, bytes: Int) -> UInt64 {
        (0..<bytes).reduce(0) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
    }
}
