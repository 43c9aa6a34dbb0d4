import Foundation

/// Builds one plugin, in a directory of its own below `.build`, where it stays until what it is made from changes.
struct ZooBuilder {
    let name: String
    private let zoo = "\(Zoo.packageDirectory)/Tests/Zoo"
    private let include = "\(Zoo.packageDirectory)/Sources/CMillrace/include"

    init(name: String) {
        self.name = name
    }

    private var bundled: String { "\(Zoo.packageDirectory)/Plugins/\(name)" }
    private var directory: String { "\(Zoo.packageDirectory)/.build/zoo/\(name)" }
    private var product: String { "\(directory)/\(name).so" }
    /// Where a build writes; it takes its place when it is whole, since other processes build the same.
    private var scratch: String { "\(directory)/\(ProcessInfo.processInfo.processIdentifier).so" }

    func build() throws -> String {
        if try isCurrent() { return product }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        switch name {
        case "not-elf": try write(Data("This is no shared object.\n".utf8))
        case "truncated-elf":
            let whole = try Data(contentsOf: URL(fileURLWithPath: try ZooBuilder(name: "minimal-source").build()))
            try write(whole.prefix(4096))
        case _ where exists(bundled): try compileBundled()
        default: try compile()
        }
        guard rename(scratch, product) == 0 else { throw ZooError(description: "cannot rename \(scratch)") }
        return product
    }

    private func write(_ data: Data) throws {
        try data.write(to: URL(fileURLWithPath: scratch))
    }

    private func isCurrent() throws -> Bool {
        guard let built = modified(product) else { return false }
        let folders = [zoo, bundled, include, "\(include)/millrace", "\(include)/millrace/extension"]
        let sources = try folders.filter(exists).flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
        }
        return sources.compactMap(modified).allSatisfy { $0 < built }
    }

    private func modified(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }

    // MARK: - Compilers

    private func compile() throws {
        let options = ["-g", "-fPIC", "-I", include, "-I", zoo, "-DZOO_CLASS=\"\(Zoo.className(name, kind: ""))\""]
        let link = ["-shared", "-o", scratch, "-Wl,--version-script=\(Zoo.packageDirectory)/Plugins/plugin.map"]
        if exists(source("cpp")) {
            return try run("clang++", options + link + ["-std=c++17", "-pthread", source("cpp")])
        }
        if exists(source("library.c")) {
            return try run("clang", ["-g", "-fPIC", "-shared", "-o", scratch, source("library.c")])
        }
        if exists(source("rs")) {
            return try run("rustc", ["--edition", "2021", "--crate-type", "cdylib", "-g", "-o", scratch, source("rs")])
        }
        guard exists(source("c")) else { throw ZooError(description: "Tests/Zoo has no plugin \(name)") }
        if exists(source("swift")) { return try compileWithSwift(options) }
        try run("clang", options + link + ["-std=gnu11", "-pthread", source("c")] + libraries())
    }

    /// A bundled plugin in C or C++, as its author would build it outside of the package.
    private func compileBundled() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: bundled)
        let sources = files.filter { $0.hasSuffix(".c") || $0.hasSuffix(".cpp") }.map { "\(bundled)/\($0)" }
        let isCPlusPlus = files.contains { $0.hasSuffix(".cpp") }
        let options = ["-g", "-fPIC", "-shared", "-pthread", "-fvisibility=hidden", "-I", include, "-o", scratch]
        try run(
            isCPlusPlus ? "clang++" : "clang", options + [isCPlusPlus ? "-std=c++17" : "-std=gnu11"] + sources)
    }

    /// A plugin whose C half calls a Swift half.
    private func compileWithSwift(_ options: [String]) throws {
        let object = "\(scratch).o"
        defer { unlink(object) }
        try run("clang", options + ["-std=gnu11", "-c", "-o", object, source("c")])
        try run("swiftc", ["-emit-library", "-parse-as-library", "-o", scratch, source("swift"), object])
    }

    /// `<name>.private.c` becomes a library in `lib/`; `<name>.missing.c` becomes one that is there only for the linker.
    private func libraries() throws -> [String] {
        var arguments: [String] = []
        for kind in ["private", "missing"] where exists(source("\(kind).c")) {
            let file = "libzoo-\(name).so"
            let folder = "\(directory)/\(kind == "private" ? "lib" : "linker")"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try run(
                "clang", ["-shared", "-fPIC", "-o", "\(folder)/\(file)", source("\(kind).c"), "-Wl,-soname,\(file)"])
            arguments.append("\(folder)/\(file)")
        }
        return arguments
    }

    private func source(_ suffix: String) -> String { "\(zoo)/\(name).\(suffix)" }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ZooError(description: "\(tool) cannot build \(name): \(String(decoding: text, as: UTF8.self))")
        }
    }
}
