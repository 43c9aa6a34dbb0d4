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

    /// Plugins are compiled with this layout: whoever changes it raises the version, here and in the header.
    @Test(arguments: [("clang", "c11"), ("g++", "c++17")])
    func nothingHasMovedWithinTheVersion(compiler: String, standard: String) throws {
        let layout = try String(contentsOfFile: "\(Zoo.packageDirectory)/Tests/Zoo/layout.txt", encoding: .utf8)
        var checks = ["#include <assert.h>", "#include <stddef.h>", "#include \"millrace.h\""]
        func check(_ what: String, is number: Substring) {
            checks.append("static_assert(\(what) == \(number), \"\(what) is not \(number)\");")
        }
        for line in layout.split(separator: "\n") {
            let parts = line.split(separator: ": ", maxSplits: 1)
            var type: Substring?
            if parts.count == 2 {
                let words = parts[0].split(separator: " ")
                check("sizeof(\(words[0]))", is: words[1])
                type = words[0]
            }
            for item in parts[parts.count - 1].split(separator: ", ") {
                let words = item.split(separator: " ")
                check(type.map { "offsetof(\($0), \(words[0]))" } ?? String(words[0]), is: words[1])
            }
        }
        #expect(checks.count > 300)
        let options = ["-std=\(standard)", "-x", standard.hasPrefix("c++") ? "c++" : "c", "-Werror"]
        #expect(try compile(checks.joined(separator: "\n") + "\n", compiler, options) == "")
    }

    /// What no plugin of the tests calls.
    @Test func theHelpersDoWhatTheySay() throws {
        let program = """
            #include <assert.h>
            #include "millrace.h"
            static millrace_config_entry entries[] = {
                { MILLRACE_TEXT("yes"), MILLRACE_TEXT(" True\\t") }, { MILLRACE_TEXT("no"), MILLRACE_TEXT("truer") },
                { MILLRACE_TEXT("blank"), MILLRACE_TEXT("  ") } };
            static uint64_t memory[64];
            int main(void) {
                const millrace_config config = { entries, 3 };
                const millrace_field fields[] = { { MILLRACE_TEXT("a"), NULL }, { MILLRACE_TEXT("ab"), NULL } };
                millrace_schema schema = millrace_schema_of(MILLRACE_STRUCT);
                millrace_batch batch;
                millrace_record records[3];
                millrace_value structure, *values;
                uint32_t index = 0;
                assert(millrace_config_get_boolean(&config, "yes", 0) && !millrace_config_get_boolean(&config, "no", 1));
                assert(!millrace_config_get_boolean(&config, "blank", 1));
                assert(millrace_config_get_boolean(&config, "other", 1) == 1);
                schema.fields = fields, schema.field_count = 2;
                assert(millrace_schema_field_index(&schema, millrace_string_of("ab")) == 1);
                assert(millrace_schema_field_index(&schema, millrace_string_of("abc")) == -1);
                memset(memory, 0xff, sizeof memory), memset(&batch, 0, sizeof batch), memset(records, 0, sizeof records);
                batch.cursor = (uint8_t *)memory, batch.limit = (uint8_t *)(memory + 64);
                structure = millrace_batch_structure(&batch, &schema, &values);
                values[1] = millrace_int32(7);
                assert(millrace_struct_field(structure, 0)->type == MILLRACE_NULL);
                assert(millrace_struct_field(structure, 1)->as.integer == 7);
                assert(!millrace_struct_field(structure, 2) && !millrace_struct_field(structure, -1));
                assert(!millrace_struct_field(millrace_null(), 0) && structure.as.structure->schema == &schema);
                assert(millrace_value_text(millrace_text("abc", 2)).length == 2 && !millrace_value_text(structure).data);
                batch.records = (uint8_t *)records, batch.record_size = sizeof *records, batch.count = 3;
                records[0].flags = records[2].flags = MILLRACE_RECORD_DROPPED;
                assert(millrace_batch_next(&batch, &index) == &records[1] && index == 1);
                index++;
                assert(!millrace_batch_next(&batch, &index) && index == 3);
                millrace_record_set_partition(records, 3), millrace_record_set_timestamp(records, -1);
                assert(records->partition == 3 && records->timestamp == -1 && records->flags == 7);
                return 0;
            }

            """
        let path = FileManager.default.temporaryDirectory.appending(path: "millrace-helpers-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let options = ["-std=c11", "-x", "c", "-fsanitize=undefined"]
        #expect(try compile(program, "clang", options, into: path) == "")
        #expect(try run([path], "") == "")
    }

    /// What the compiler says.
    private func compile(
        _ source: String, _ compiler: String, _ options: [String], into output: String? = nil
    ) throws -> String {
        let include = ["-I", "\(Zoo.packageDirectory)/Sources/CMillrace/include"]
        return try run(
            [compiler] + options + include + (output == nil ? ["-c"] : []) + ["-o", output ?? "/dev/null", "-"], source)
    }

    /// What a program prints, and how it ended if not well.
    private func run(_ arguments: [String], _ text: String) throws -> String {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? printed : "\(arguments[0]) failed: \(printed)"
    }
}
