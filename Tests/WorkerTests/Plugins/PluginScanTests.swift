import Foundation
import Supervisor
import TaskProtocol
import TestSupport
import Testing

@testable import Worker

/// What the daemon makes of files in `plugin.path`, each scanned by a process of its own.
@Suite("Scanning plugin.path")
struct PluginScanTests {
    private let launcher: SupervisedLauncher

    init() throws {
        launcher = SupervisedLauncher(supervisor: try ProcessSupervisor(executable: taskExecutable))
    }

    @Test(
        "A file that is no plugin is refused with its reason, whatever it does when it is loaded",
        arguments: [
            ("no-entry", "millrace_plugin_entry"), ("future-major", "ABI"), ("crash-at-load", "SIG"),
            ("exit-at-load", "exit code"), ("hang-at-load", "plugin.scan.timeout.ms=1500"),
            ("not-elf", "is not a shared object"),
        ])
    func refused(name: String, reason: String) async throws {
        let file = try #require(PluginFile(path: try Zoo.build(name), mayBePrivateLibrary: false))
        let timeout: Duration = name == "hang-at-load" ? .milliseconds(1500) : .seconds(60)
        let outcome = await PluginScanner(launcher: launcher, timeout: timeout).scan([file])[file]
        guard case .refused(let given) = outcome else {
            Issue.record("\(name): \(String(describing: outcome))")
            return
        }
        #expect(given.contains(reason))
    }

    @Test("A good plugin is found beside bad ones, in the directory or in one of its own with private libraries")
    func found() async throws {
        let directory = try TemporaryDirectories.make("plugins")
        try Zoo.install(["minimal-source", "crash-at-load", "not-elf"], into: directory.path())
        let own = directory.appending(path: "own")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: try Zoo.build("sink"), toPath: own.appending(path: "sink.so").path())
        try FileManager.default.copyItem(
            atPath: try Zoo.build("no-entry"), toPath: own.appending(path: "libprivate.so").path())
        try Data("read me".utf8).write(to: directory.appending(path: "README.txt"))
        try Data("zip".utf8).write(to: directory.appending(path: "connector.jar"))

        let listing = PluginPath(directories: [directory.path(), "/nowhere/plugins"]).list()
        #expect(listing.refusals.count == 3)
        #expect(listing.refusals.values.contains { $0.contains("written for the JVM") })
        #expect(listing.refusals["/nowhere/plugins"]?.contains("No such file or directory") == true)
        let catalog = PluginCatalog(
            directories: [directory.path()], launcher: launcher, scanTimeout: .seconds(10))
        let files = Set(await catalog.registry().plugins.compactMap(\.file).map { $0.split(separator: "/").last ?? "" })
        #expect(files == ["minimal-source.so", "sink.so"])
    }

    @Test("Backups, and files that are being put in place, do not take the place of the plugin")
    func backups() throws {
        let directory = try TemporaryDirectories.make("plugins.so.d")
        let own = directory.appending(path: "own.so.1.d")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let names = [
            "a.so", "a.so.1", "a.so.1.22", "a.so.bak", "a.so.old", "a.so.new", "a.so.1.bak", "a.so.", "a.so~", "aso",
        ]
        for name in names {
            for place in [directory, own] { try Data("plugin".utf8).write(to: place.appending(path: name)) }
        }
        try FileManager.default.createSymbolicLink(
            at: directory.appending(path: "link.so"), withDestinationURL: directory.appending(path: "a.so"))
        let listing = PluginPath(directories: [directory.path()]).list()
        let shared = ["a.so", "a.so.1", "a.so.1.22"]
        let expected = (shared + shared.map { "own.so.1.d/\($0)" }).map { directory.appending(path: $0).path() }
        #expect(listing.files.map { URL(filePath: $0.path).path() } == expected)
        #expect(listing.refusals.count == names.count - shared.count)
        #expect(listing.refusals.values.allSatisfy { $0.hasPrefix("its name does not end with .so") })
    }

    @Test("Of files with the same class and version the first is used, in the order of plugin.path and then of names")
    func rivals() async throws {
        let root = try TemporaryDirectories.make("plugins")
        let directories = ["z", "a"].map { root.appending(path: $0).path() }
        for directory in directories {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            for name in ["b.so", "a.so"] {
                try FileManager.default.copyItem(
                    atPath: try Zoo.build("minimal-source"), toPath: "\(directory)/\(name)")
            }
        }
        let catalog = PluginCatalog(directories: directories, launcher: launcher, scanTimeout: .seconds(60))
        let files = await catalog.registry().plugins.compactMap(\.file)
        #expect(files == directories.flatMap { ["\($0)/a.so", "\($0)/b.so"] })
        let used = try await catalog.connector(named: "com.example.Counter")
        #expect(used.file == "\(directories[0])/a.so")
    }

    @Test("A plugin that is installed, replaced or removed while the worker runs is noticed")
    func noticed() async throws {
        let directory = try TemporaryDirectories.make("plugins").path()
        let catalog = PluginCatalog(directories: [directory], launcher: launcher, scanTimeout: .seconds(10))
        let className = Zoo.className("crash-in-poll")
        await #expect(throws: HerderError.self) { try await catalog.connector(named: className) }
        try Zoo.install(["crash-in-poll"], into: directory)
        let installed = try await catalog.connector(named: className)
        #expect(installed.file == "\(directory)/crash-in-poll.so")
        try FileManager.default.removeItem(atPath: "\(directory)/crash-in-poll.so")
        try FileManager.default.copyItem(
            atPath: try Zoo.build("exit-in-poll"), toPath: "\(directory)/crash-in-poll.so")
        let replaced = await catalog.refreshed()
        #expect(throws: HerderError.self) { try replaced.connector(named: className) }
        #expect(try replaced.connector(named: Zoo.className("exit-in-poll")).kind == .source)
        try FileManager.default.removeItem(atPath: "\(directory)/crash-in-poll.so")
        #expect(await catalog.refreshed().plugins.filter { $0.file != nil }.isEmpty)
    }
}

/// `millrace-task`, which is built beside the tests.
let taskExecutable: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "millrace-task").path()
}()
