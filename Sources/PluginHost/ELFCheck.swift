import Glibc

/// Looks at a file's ELF headers before the loader maps it: to the loader, a file that is still being copied is a bus
/// error, not an error message.
struct ELFCheck {
    let path: String

    func check() throws(PluginLoadError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw PluginLoadError(path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PluginLoadError(path, "is not a regular file")
        }
        var header = Elf64_Ehdr()
        guard read(&header, from: descriptor, at: 0), isELF(header) else {
            throw PluginLoadError(path, "is not a shared object")
        }
        try checkMachine(header)
        let needed = try endOfContent(header, descriptor)
        guard needed <= UInt64(status.st_size) else {
            throw PluginLoadError(
                path, "is incomplete: it has \(status.st_size) bytes of \(needed); was it still being copied?")
        }
    }

    private func isELF(_ header: Elf64_Ehdr) -> Bool {
        let identity = header.e_ident
        return identity.0 == 0x7F && identity.1 == UInt8(ascii: "E") && identity.2 == UInt8(ascii: "L")
            && identity.3 == UInt8(ascii: "F")
    }

    private func checkMachine(_ header: Elf64_Ehdr) throws(PluginLoadError) {
        #if arch(x86_64)
            let machine = UInt16(EM_X86_64)
        #elseif arch(arm64)
            let machine = UInt16(EM_AARCH64)
        #else
            let machine = header.e_machine
        #endif
        guard header.e_ident.4 == ELFCLASS64, header.e_machine == machine else {
            throw PluginLoadError(path, "was built for another kind of processor than this system has")
        }
        guard header.e_type == ET_DYN else {
            throw PluginLoadError(path, "is not a shared object; link it with -shared")
        }
    }

    /// The end of the last thing that the headers speak of: a segment, or the table of sections.
    private func endOfContent(_ header: Elf64_Ehdr, _ descriptor: Int32) throws(PluginLoadError) -> UInt64 {
        var end = header.e_shoff &+ UInt64(header.e_shnum) &* UInt64(header.e_shentsize)
        for index in 0..<UInt64(header.e_phnum) {
            var segment = Elf64_Phdr()
            let offset = header.e_phoff &+ index &* UInt64(header.e_phentsize)
            guard read(&segment, from: descriptor, at: offset) else { return max(end, offset &+ 1) }
            if segment.p_type == PT_LOAD { end = max(end, segment.p_offset &+ segment.p_filesz) }
        }
        return end
    }

    private func read<Part>(_ part: inout Part, from descriptor: Int32, at offset: UInt64) -> Bool {
        guard let position = off_t(exactly: offset) else { return false }
        return withUnsafeMutableBytes(of: &part) { bytes in
            pread(descriptor, bytes.baseAddress, bytes.count, position) == bytes.count
        }
    }
}
