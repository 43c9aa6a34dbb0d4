import PluginHost
import TaskProtocol
import TestSupport
import Testing

@Suite struct PluginScannerTests {
    @Test func aScanDescribesWhatAFileHolds() throws {
        let scanned = try PluginScanner.scan(Zoo.build("converter"))
        #expect(
            scanned == [
                PluginDescription(
                    kind: .converter, className: "zoo.MarkConverter", version: "1.0",
                    documentation: "Texts with a mark before each.", aliases: [],
                    keys: [
                        PluginConfigKey(
                            name: "mark", type: "STRING", importance: "LOW", defaultValue: "#",
                            documentation: "What stands before each text.", displayName: "mark")
                    ])
            ])
    }

    /// Files that are refused, and what the message says after the file's name.
    static let refused = [
        ("not-elf", "is not a shared object"),
        ("no-entry", "exports no millrace_plugin_entry, so it is no Millrace plugin (or its symbol is hidden)"),
        ("null-entry", "millrace_plugin_entry returned NULL"),
        (
            "future-major",
            "was built for version 1.3 of the plugin ABI, this worker has 0.3; "
                + "upgrade the worker or install an older plugin"
        ),
        (
            "future-minor",
            "was built for version 0.4 of the plugin ABI, this worker has 0.3; "
                + "upgrade the worker or install an older plugin"
        ),
        ("missing-function", "zoo.MissingFunctionSourceConnector lacks the function poll of the task"),
        ("empty-class-name", "descriptor 0 has no class_name"),
        ("unknown-kind", "zoo.UnknownKindSourceConnector has the kind 99, which this host does not know"),
        ("small-table", "zoo.SmallTableSourceConnector has functions with size 16, expected 64; set size to sizeof it"),
        (
            "missing-library",
            "needs the library libzoo-missing-library.so, which is neither installed nor beside the plugin "
                + "nor in lib/ there"
        ),
    ]

    @Test(arguments: refused) func aFileThatIsNoPluginIsRefusedWithItsReason(name: String, reason: String) throws {
        let path = try Zoo.build(name)
        #expect {
            try PluginScanner.scan(path)
        } throws: { error in
            "\(error)" == "\(path): \(reason)"
        }
    }

    @Test func aFileThatIsStillBeingCopiedIsRefused() throws {
        let path = try Zoo.build("truncated-elf")
        #expect {
            try PluginScanner.scan(path)
        } throws: { error in
            "\(error)".contains("is incomplete: it has 4096 bytes of ")
        }
    }

    @Test(arguments: [
        ("/nowhere/at-all.so", "/nowhere/at-all.so: cannot be read: No such file or directory"),
        ("/tmp", "/tmp: is not a regular file"),
    ])
    func aPathThatIsNoFileIsRefused(path: String, message: String) {
        #expect {
            try PluginScanner.scan(path)
        } throws: { error in
            "\(error)" == message
        }
    }

    @Test func anotherSwiftRuntimeIsRefusedByName() throws {
        let path = try Zoo.build("other-runtime")
        #expect {
            try PluginScanner.scan(path)
        } throws: { error in
            let text = "\(error)"
            return text.contains("needs the runtime \"swift 9.9\", this worker has \"swift ")
                && text.contains("build the plugin with Swift ")
        }
    }

    @Test func aLibraryBesideThePluginIsFoundWithoutARunPath() throws {
        #expect(try PluginScanner.scan(Zoo.build("private-library")).count == 1)
    }

    /// Every example is a plugin that loads.
    @Test(arguments: [
        "minimal-source", "threaded-source", "retaining-sink", "converter", "header-converter", "transformation",
        "predicate", "config-provider", "source", "sink",
    ])
    func anExampleLoads(name: String) throws {
        #expect(try PluginScanner.scan(Zoo.build(name)).count == 1)
    }
}
