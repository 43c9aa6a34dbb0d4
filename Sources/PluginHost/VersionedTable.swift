import CMillrace

/// The host's copy of a struct that begins with its size: what a plugin of an older ABI does not have is zero, what a
/// plugin of a newer one has besides is left out.
func copyTable<Table>(_ table: UnsafePointer<Table>) -> Table {
    let size = UnsafeRawPointer(table).load(as: UInt32.self)
    return copyPrefix(UnsafeRawPointer(table), bytes: Int(size))
}

/// One key of a definition, whose elements may be of another size than the host's.
func copyConfigKey(_ definition: millrace_config_definition, at index: Int) -> millrace_config_key {
    let stride = Int(definition.key_size)
    return copyPrefix(UnsafeRawPointer(definition.keys) + index * stride, bytes: stride)
}

private func copyPrefix<Table>(_ source: UnsafeRawPointer, bytes: Int) -> Table {
    withUnsafeTemporaryAllocation(of: Table.self, capacity: 1) { copy in
        let raw = UnsafeMutableRawBufferPointer(copy)
        raw.initializeMemory(as: UInt8.self, repeating: 0)
        raw.copyMemory(from: UnsafeRawBufferPointer(start: source, count: min(bytes, MemoryLayout<Table>.size)))
        return copy[0]
    }
}
