import CMillrace
import ConnectConfig
import ConnectData
import MillracePlugin
import Synchronization
import TaskProtocol
import Testing

@testable import PluginHost

/// The sample plugin's classes as the host finds them.
enum Sample {
    nonisolated(unsafe) static let classes: [PluginHost.PluginClass] = {  // Sound: static data, never written to.
        let entry = Plugin.export(
            SampleSource.self, SampleSink.self, UpperCase.self, StartsWith.self, Reverse.self, Vault.self)
        return (try? EntryCheck(path: "sample").check(entry)) ?? []
    }()

    static func find(_ kind: PluginDescription.Kind) throws -> PluginHost.PluginClass {
        try #require(classes.first { $0.kind == kind })
    }
}

/// Everything that a host offers, noted down.
final class Services: ConnectorServices, SinkTaskServices {
    let notes = Mutex<[String]>([])

    private func note(_ text: String) { notes.withLock { $0.append(text) } }

    func requestTaskReconfiguration() { note("reconfigure") }
    func raiseError(_ message: String) { note("raised \(message)") }
    func seek(_ offsets: [SinkOffset]) { note("seek \(offsets.count)") }
    func pause(_ partitions: [SinkPartition]) { note("pause \(partitions.count)") }
    func resume(_ partitions: [SinkPartition]) { note("resume \(partitions.count)") }
    func retryAfter(milliseconds: Int64) { note("retry after \(milliseconds)") }
    func requestCommit() { note("commit") }

    func reportErrant(_ batch: Batch, index: Int, message: String) throws(ConnectError) {
        note("errant \(index) \(message)")
    }

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        let target = RecordMemory(memory.pointer)
        for index in partitions.indices {
            offsets[index] = target.map(target.string("o"), target.string("offset of \(partitions[index].length)"))
        }
    }
}

@Suite struct ExportTests {
    @Test func theHostAcceptsEveryClass() throws {
        #expect(
            Sample.classes.map(\.kind) == [
                .source, .sink, .transformation, .predicate, .converter, .headerConverter, .configProvider,
            ])
        let source = try Sample.find(.source)
        #expect(source.name == "com.example.SampleSourceConnector")
        #expect(source.version == "1.2.3")
        #expect(source.aliases == ["Sampler"])
        let functions: millrace_source_connector_functions = source.functions()
        #expect(functions.task_class.string == "MillracePluginTests.SampleSourceTask")
    }

    @Test func theRuntimeIsThatOfTheHost() {
        let entry = Plugin.export(Vault.self)
        #expect(entry.pointee.runtime.string == swiftRuntime)
    }

    @Test func keysArriveAsTheyWereDefined() throws {
        let keys = try Sample.find(.source).configDef.keys
        #expect(keys.map(\.name) == ["even", "secret", "colour", "shade"])
        #expect(keys.map(\.type) == [.int, .password, .string, .string])
        #expect(keys.map(\.isRequired) == [false, false, true, false])
        #expect(keys.map(\.importance) == [.high, .low, .medium, .low])
        #expect(keys.map(\.group) == [nil, "Access", "Looks", nil])
        #expect(keys[2].displayName == "Colour" && keys[2].width == .short && keys[2].orderInGroup == 1)
        #expect(keys[2].dependents == ["shade"])
    }

    @Test func validatorsAndRecommendersRunInThePlugin() throws {
        let definition = try Sample.find(.source).configDef
        let values = definition.validate(["even": "3", "colour": "red"])
        #expect(values[0].errors == ["Invalid value 3 for configuration even: Value must be even"])
        #expect(values[3].recommendedValues == [.string("pink"), .string("ruby")])
        #expect(values[3].isVisible)
        #expect(definition.validate(["colour": "none"]).map(\.isVisible) == [true, true, true, false])
        #expect(definition.validate(["colour": "blue"]).flatMap(\.errors) == [])
        let prefix = try Sample.find(.predicate).configDef.validate(["prefix": ""])
        #expect(prefix[0].errors == ["Invalid value  for configuration prefix: String must be non-empty"])
    }

    @Test func aConnectorRunsThroughTheABI() throws {
        let services = Services()
        let connector = try HostedConnector(try Sample.find(.source), services: services)
        try connector.start(["a": "b", "reconfigure": "", "raise": ""])
        #expect(services.notes.withLock { $0 } == ["reconfigure", "raised raised"])
        let configs = try connector.taskConfigs(maxTasks: 2)
        #expect(configs.map { $0["task"] } == ["0", "1"] && configs.map { $0["a"] } == ["b", "b"])
        let complaints = try connector.validate(["colour": "red", "even": "4"]).filter { !$0.errors.isEmpty }
        #expect(complaints == [ConfigValue(name: "even", value: .int(4), errors: ["not with red"])])
        #expect(try connector.exactlyOnceSupport(["exact": "true"]) == .supported)
        #expect(try connector.exactlyOnceSupport([:]) == .unsupported)
        #expect(try connector.transactionBoundaries([:]) == .unsupported)
        try connector.stop()
    }

    /// Swift errors, and what becomes of them at the border.
    @Test(arguments: [
        ("config", ConnectError(.badConfig, "bad value")), ("other", ConnectError(.fatal, "unexpected")),
    ])
    func everyErrorBecomesACodeAndAMessage(fail: String, error: ConnectError) throws {
        let connector = try HostedConnector(try Sample.find(.source), services: Services())
        #expect(throws: error) { try connector.start(["fail": fail]) }
    }

    @Test func alteredOffsetsArriveAsMaps() throws {
        let connector = try HostedConnector(try Sample.find(.source), services: Services())
        let batch = Batch(records: 1)
        let memory = RecordMemory(batch.pointer)
        let partitions = [1, 2].map { memory.map(memory.string("p"), .int64($0)) }
        func alter(_ offsets: [Value]) throws -> Bool {
            try partitions.withUnsafeBufferPointer { partitions in
                try offsets.withUnsafeBufferPointer { offsets in
                    try connector.alterOffsets(partitions: partitions, offsets: offsets, [:])
                }
            }
        }
        #expect(try alter([memory.map(memory.string("o"), memory.string("x")), .null]))
        #expect(throws: ConnectError(.badData, "not these")) { try alter([.null, .null]) }
        let sink = try HostedConnector(try Sample.find(.sink), services: Services())
        #expect(try !sink.alterOffsets([], [:]))
    }
}
