import Foundation
import TestSupport
import Testing

/// The header as authors of plugins compile it, with the warnings that they turn on.
@Suite struct HeaderTests {
    private static let warnings = [
        "-Wall", "-Wextra", "-pedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow", "-Wcast-qual", "-Wcast-align",
        "-Werror",
    ]

    @Test(arguments: [
        ("clang", "c99"), ("clang", "c11"), ("clang", "c17"), ("gcc", "c99"), ("gcc", "c11"), ("gcc", "c17"),
        ("clang++", "c++11"), ("clang++", "c++14"), ("clang++", "c++17"), ("clang++", "c++20"), ("g++", "c++11"),
        ("g++", "c++14"), ("g++", "c++17"), ("g++", "c++20"),
    ])
    func noCompilerComplains(compiler: String, standard: String) throws {
        let isCPlusPlus = standard.hasPrefix("c++")
        let plugin = """
            #include "millrace.h"
            static const millrace_transformation_functions functions = {
                sizeof(millrace_transformation_functions), 0, NULL, NULL, NULL, NULL };
            static const millrace_descriptor descriptor = {
                sizeof(millrace_descriptor), MILLRACE_TRANSFORMATION, MILLRACE_TEXT("a.B"), MILLRACE_TEXT("1"),
                MILLRACE_NO_TEXT, NULL, 0, NULL, &functions, NULL };
            MILLRACE_PLUGIN(&descriptor);

            """
        let complaints = try compile(
            plugin, compiler, ["-std=\(standard)", "-x", isCPlusPlus ? "c++" : "c"] + Self.warnings)
        #expect(complaints == "")
    }

    /// Each header can be included alone, so that none leans on what another has included before.
    @Test func eachHeaderStandsByItself() throws {
        let include = "\(Zoo.packageDirectory)/Sources/CMillrace/include"
        let headers = ["millrace", "millrace/extension"].flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: "\(include)/\(folder)")) ?? [])
                .filter { $0.hasSuffix(".h") }.map { "\(folder)/\($0)" }
        }
        #expect(headers.count >= 18)
        for header in headers {
            let complaints = try compile("#include \"\(header)\"\n", "clang", ["-std=c99", "-x", "c"] + Self.warnings)
            #expect(complaints == "", "\(header)")
        }
    }

    private func compile(_ source: String, _ compiler: String, _ options: [String]) throws -> String {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            [compiler] + options
            + ["-I", "\(Zoo.packageDirectory)/Sources/CMillrace/include", "-c", "-o", "/dev/null", "-"]
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(source.utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? text : "\(compiler) failed: \(text)"
    }
}
