import Supervisor
import TaskProtocol
import TestSupport
import Testing

/// Functions of a library that knows nothing of Millrace, in the chain of a real task: the source counts in texts.
@Suite struct ForeignFunctionTests {
    private func function(
        _ prefix: String, _ type: String, _ signature: String, _ symbol: String, _ arguments: String = "*",
        library: String? = nil
    ) throws -> [String: String] {
        var config = ["\(prefix).type": "io.millrace.transforms.\(type)$Value"]
        config["\(prefix).library"] = try library ?? Zoo.build("foreign-functions")
        config["\(prefix).symbol"] = symbol
        config["\(prefix).signature"] = signature
        config["\(prefix).arguments"] = arguments
        return config
    }

    private func run<T>(
        _ config: [String: String], topic: String, _ body: (TaskHarness) async throws -> T
    ) async throws -> T {
        let config = config.merging(["topic": topic]) { $1 }
        return try await with(try await .task("source", config: config, broker: Broker.shared().address), body)
    }

    @Test func aFunctionChangesTheRecordsThatAnotherChooses() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("foreign")
        var config = try function("transforms.twice", "ForeignFunction", "owned string(string)", "twice")
        config.merge(
            try function(
                "predicates.three", "predicates.ForeignFunction", "string(string, int)", "strchr", "*, 51",
                library: "libc.so.6")
        ) { $1 }
        config["transforms"] = "twice"
        config["transforms.twice.predicate"] = "three"
        config["predicates"] = "three"
        try await run(config, topic: topic) { task in
            let values = try await broker.reader(of: topic).read { $0.count >= 14 }.prefix(14).map(\.value)
            #expect(values == (0..<14).map { "\($0)".contains("3") ? "\($0)\($0)" : "\($0)" }, "\(task.logs)")
            #expect(try await task.stop().isSuccess)
        }
    }

    @Test func whatAFunctionRefusesIsLeftOutWhereErrorsAreTolerated() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("foreign-errors")
        var config = try function(
            "transforms.short", "ForeignFunction", "length(bytes, out string[1])", "reverse")
        config["transforms"] = "short"
        config["errors.tolerance"] = "all"
        try await run(config, topic: topic) { task in
            try await task.wait("it gets on without them") { _ in (task.sequence ?? 0) > 20 }
            #expect(try await task.stop().isSuccess)
            let values = try await broker.reader(of: topic).read { $0.count >= 10 }.map(\.value)
            #expect(values == (0..<10).map(String.init))
        }
        config["errors.tolerance"] = nil
        try await run(config, topic: topic) { task in
            let trace = try await task.failure()
            #expect(trace.contains("The function reverse gave the length -1 for its buffer of 1 bytes"), "\(trace)")
            #expect(trace.contains("TRANSFORMATION") || trace.contains("ForeignFunction$Value"), "\(trace)")
        }
    }

    @Test func aCrashInAFunctionEndsItsTaskAndIsNamed() async throws {
        let broker = try Broker.shared()
        let topic = try broker.createTopic("foreign-crash")
        var config = try function("transforms.bad", "ForeignFunction", "int(string)", "crash_on_five")
        config["transforms"] = "bad"
        try await run(config, topic: topic) { task in
            let trace = try await task.failure()
            let place = "in transform of io.millrace.transforms.ForeignFunction$Value (transforms.bad)"
            for part in ["SIGSEGV", place, "crash_on_five", "foreign-functions.so"] {
                #expect(trace.contains(part), "\(trace)")
            }
        }
    }

    /// There are no frames then: the step is all there is to find it by.
    @Test func aFunctionThatExitsIsFoundByItsStep() async throws {
        var config = try function("transforms.gone", "ForeignFunction", "int(int)", "exit", library: "libc.so.6")
        config["transforms"] = "gone"
        config["transforms.gone.arguments"] = "3"
        try await run(config, topic: try Broker.shared().createTopic("foreign-exit")) { task in
            let trace = try await task.failure()
            let place = "in transform of io.millrace.transforms.ForeignFunction$Value (transforms.gone)"
            for part in ["exit code 3", place] { #expect(trace.contains(part), "\(trace)") }
        }
    }

    @Test func aMissingLibraryFailsTheTaskBeforeAnyRecord() async throws {
        var config = try function(
            "transforms.bad", "ForeignFunction", "int(string)", "atoi", library: "/no/such/library.so")
        config["transforms"] = "bad"
        try await run(config, topic: Broker.unique("foreign")) { task in
            let trace = try await task.failure()
            #expect(trace.contains("library '/no/such/library.so' cannot be loaded"), "\(trace)")
            #expect(task.process.metrics[.polled] == 0)
        }
    }

    @Test func validationSaysWhichSettingIsWrong() async throws {
        let start = ProcessStart(
            connector: "c", task: 0, pluginFile: "", className: "", config: [:], connectorConfig: [:],
            workerConfig: [:], workerID: "127.0.0.1:8083")
        try await with(try await TaskHarness(role: ["validate"], start: start)) { process in
            var request: UInt64 = 0
            func errors(_ changes: [String: String]) async throws -> [String: [String]] {
                request += 1
                let number = request
                let settings = try function(
                    "transforms.f", "ForeignFunction", "double(double)", "sqrt", library: "libm.so.6")
                let target = ValidationTarget(
                    kind: .transformation, className: "io.millrace.transforms.ForeignFunction$Value",
                    prefix: "transforms.f.",
                    config: settings.merging(changes) { $1 }.mapValues { $0 })
                try process.send(.validate(request: number, targets: [target]))
                var found: [ValidationResult] = []
                try await process.wait("an answer") { seen in
                    for case .validated(number, let results) in seen.messages { found = results }
                    return !found.isEmpty
                }
                let values = try #require(found.first).values.filter { !$0.errors.isEmpty }
                return Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.errors) })
            }
            #expect(try await errors([:]) == [:])
            let symbol = try await errors(["transforms.f.symbol": "no_such_function"])
            #expect(symbol.keys.sorted() == ["transforms.f.symbol"])
            #expect(symbol.values.first?.first?.contains("has no symbol 'no_such_function'") == true, "\(symbol)")
            let several = try await errors([
                "transforms.f.library": "libnothing.so", "transforms.f.signature": "double(",
                "transforms.f.arguments": "'",
            ])
            #expect(
                several.keys.sorted() == [
                    "transforms.f.arguments", "transforms.f.library", "transforms.f.signature",
                ])
            for nothing in ["", "\u{0}", " "] {
                let library = try await errors(["transforms.f.library": nothing, "transforms.f.symbol": "main"])
                #expect(library.keys.sorted() == ["transforms.f.library"], "\(library)")
            }
            let count = try await errors(["transforms.f.arguments": "*, 2"])
            #expect(count.keys.sorted() == ["transforms.f.arguments"])
        }
    }

    @Test func theClassesAreDescribedWithTheBuiltInOnes() async throws {
        try await with(try await TaskHarness(role: ["scan"], start: nil)) { process in
            let seen = try await process.wait("an answer") { !$0.messages.isEmpty }
            guard case .scanned(let classes) = seen.messages.first else {
                Issue.record("\(seen)")
                return
            }
            let names = classes.map(\.className).filter { $0.contains("ForeignFunction") }
            #expect(
                names.sorted() == [
                    "io.millrace.transforms.ForeignFunction$Key", "io.millrace.transforms.ForeignFunction$Value",
                    "io.millrace.transforms.predicates.ForeignFunction$Key",
                    "io.millrace.transforms.predicates.ForeignFunction$Value",
                ])
        }
    }
}
