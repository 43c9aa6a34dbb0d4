import Glibc
import Testing

@testable import Supervisor

@Suite("Names of functions in files")
struct ElfSymbolsTests {
    @Test("a damaged file gives no names, and never a trap")
    func damagedFiles() throws {
        let original = try contents(of: supervisee, limit: 1 << 16)
        let path = temporaryPath()
        defer { unlink(path) }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var damaged = original.prefix(Int.random(in: 0...original.count, using: &random)).map { $0 }
            for _ in 0..<8 where damaged.count > 64 {
                damaged[Int.random(in: 4..<64, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            write(damaged, to: path)
            let locations = ElfSymbols(path: path)?.locate(fileOffsets: [0, 64, 4096, .max])
            #expect(locations == nil || locations?.count == 4)
        }
    }

    @Test("a directory, a pipe, a missing file, and a file that took the place of the loaded one give no names")
    func wrongFiles() throws {
        let pipe = temporaryPath()
        #expect(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        #expect(ElfSymbols(path: pipe) == nil)
        #expect(ElfSymbols(path: "/tmp") == nil)
        #expect(ElfSymbols(path: "/nowhere") == nil)
        #expect(ElfSymbols(path: supervisee) != nil)
        #expect(ElfSymbols(path: supervisee, inode: 1) == nil)
    }

    @Test(
        "names read as their authors wrote them",
        arguments: [
            ("_ZN3foo3barEi", "foo::bar(int)"),
            ("$s4main3fooyyF", "main.foo() -> ()"),
            ("plain_c", "plain_c"),
            ("_Znonsense", "_Znonsense"),
        ])
    func demangling(symbol: String, name: String) {
        #expect(Demangler.readableName(of: symbol) == name)
    }

    private func temporaryPath() -> String {
        "/tmp/millrace-elf-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    }

    private func contents(of path: String, limit: Int) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: limit) { $1 = fread($0.baseAddress, 1, limit, file) }
    }

    private func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
