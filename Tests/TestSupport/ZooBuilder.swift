import Foundation

/// Builds one plugin of the zoo, in a directory of its own.
struct ZooBuilder {
    let name: String
    private let sources = "\(Zoo.packageDirectory)/Tests/Zoo"
    private let include = "\(Zoo.packageDirectory)/Sources/CMillrace/include"

    private var directory: String { "\(Zoo.directory)/\(name)" }
    private var product: String { "\(directory)/\(name).so" }

    func build() throws -> String {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        switch name {
        case "not-elf": try Data("This is no shared object.\n".utf8).write(to: URL(fileURLWithPath: product))
        case "truncated-elf": try truncate()
        default: try compile()
        }
        return product
    }

    private func truncate() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: try ZooBuilder(name: "minimal-source").build()))
        try whole.prefix(4096).write(to: URL(fileURLWithPath: product))
    }

    private func compile() throws {
        let arguments = [
            "-g", "-fPIC", "-I", include, "-I", sources, "-DZOO_CLASS=\"\(Zoo.className(name, kind: ""))\"",
        ]
        let link = ["-shared", "-o", product, "-Wl,--version-script=\(Zoo.packageDirectory)/Plugins/plugin.map"]
        if exists("\(name).cpp") {
            return try run("clang++", arguments + link + ["-std=c++17", "-pthread", source("cpp")])
        }
        guard exists("\(name).c") else { throw ZooError(description: "Tests/Zoo has no plugin \(name)") }
        if exists("\(name).swift") { return try compileWithSwift(arguments) }
        try run("clang", arguments + link + ["-std=gnu11", "-pthread", source("c")] + libraries())
    }

    /// A plugin whose C half calls a Swift half.
    private func compileWithSwift(_ arguments: [String]) throws {
        let object = "\(directory)/\(name).o"
        try run("clang", arguments + ["-std=gnu11", "-c", "-o", object, source("c")])
        try run("swiftc", ["-emit-library", "-parse-as-library", "-o", product, source("swift"), object])
    }

    /// `<name>.private.c` becomes a library in `lib/`; `<name>.missing.c` becomes one that is there only for the linker.
    private func libraries() throws -> [String] {
        var arguments: [String] = []
        for kind in ["private", "missing"] where exists("\(name).\(kind).c") {
            let library = "zoo-\(name)"
            try FileManager.default.createDirectory(atPath: "\(directory)/lib", withIntermediateDirectories: true)
            let path = kind == "private" ? "\(directory)/lib/lib\(library).so" : "\(Zoo.directory)/lib\(library).so"
            try run("clang", ["-shared", "-fPIC", "-o", path, source("\(kind).c"), "-Wl,-soname,lib\(library).so"])
            arguments += [path]
        }
        return arguments
    }

    private func source(_ suffix: String) -> String { "\(sources)/\(name).\(suffix)" }

    private func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: "\(sources)/\(file)") }

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
