import CMillrace
import ConnectConfig
import ConnectData
import MillracePlugin
import Testing

@testable import FileStream
@testable import PluginHost

@Suite struct ConnectorTests {
    @Test func thePluginHasBothClassesOfConnect() throws {
        let entry = try #require(millrace_plugin_entry())
        let classes = try EntryCheck(path: "FileStream").check(entry)
        #expect(
            classes.map(\.name) == [
                "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "org.apache.kafka.connect.file.FileStreamSinkConnector",
            ])
        #expect(classes.map(\.version) == ["4.3.0", "4.3.0"])
        let source: millrace_source_connector_functions = classes[0].functions()
        let sink: millrace_sink_connector_functions = classes[1].functions()
        #expect(source.task_class.string == "org.apache.kafka.connect.file.FileStreamSourceTask")
        #expect(sink.task_class.string == "org.apache.kafka.connect.file.FileStreamSinkTask")
    }

    /// Configurations, and what Connect's validation says of them.
    static let configurations: [(config: [String: String], errors: [String: [String]])] = [
        (["topic": "t"], [:]),
        (["topic": "t", "file": "f", "batch.size": "1"], [:]),
        ([:], ["topic": ["Missing required configuration \"topic\" which has no default value."]]),
        (["topic": ""], ["topic": ["Invalid value  for configuration topic: String must be non-empty"]]),
        (
            ["topic": "t", "batch.size": "x"],
            ["batch.size": ["Invalid value x for configuration batch.size: Not a number of type INT"]]
        ),
    ]

    @Test(arguments: configurations)
    func theHostValidatesAsConnectDoes(config: [String: String], errors: [String: [String]]) throws {
        let entry = try #require(millrace_plugin_entry())
        let source = try EntryCheck(path: "FileStream").check(entry)[0]
        let found = source.configDef.validate(config).filter { !$0.errors.isEmpty }
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.errors) }) == errors)
    }

    @Test func defaultsAreThoseOfConnect() throws {
        let config = try FileStreamSourceConnector.config.parse(["topic": "t"])
        #expect(config["file"] == .null && config["batch.size"] == .int(2000))
        #expect(FileConfig.path(try FileStreamSourceConnector.config.parse(["topic": "t", "file": ""])) == nil)
    }

    @Test func exactlyOnceNeedsAFile() throws {
        let connector = FileStreamSourceConnector()
        #expect(try connector.supportsExactlyOnce(["topic": "t", "file": "f"]))
        #expect(try !connector.supportsExactlyOnce(["topic": "t"]))
        #expect(try !connector.supportsExactlyOnce(["topic": "t", "file": ""]))
    }

    /// Offsets that an operator may want, and Connect's objection.
    static let offsets: [(offset: AlteredOffset, objection: String?)] = [
        (.init(partition: ["filename": "f"], offset: ["position": 0]), nil),
        (.init(partition: ["filename": "other"], offset: ["position": 9, "more": true]), nil),
        (.init(partition: ["garbage": 1], offset: nil), nil),
        (.init(partition: nil, offset: nil), nil),
        (
            .init(partition: ["filename": "f"], offset: [:]),
            "Offset objects should either be null or contain the key 'position'"
        ),
        (
            .init(partition: ["filename": "f"], offset: ["position": "1"]),
            "The value for the 'position' key in the offset is expected to be a Long value"
        ),
        (
            .init(partition: ["filename": "f"], offset: ["position": nil]),
            "The value for the 'position' key in the offset is expected to be a Long value"
        ),
        (
            .init(partition: ["filename": "f"], offset: ["position": 1.5]),
            "The value for the 'position' key in the offset is expected to be a Long value"
        ),
        (
            .init(partition: ["filename": "f"], offset: ["position": -1]),
            "The value for the 'position' key in the offset should be a non-negative value"
        ),
        (.init(partition: nil, offset: ["position": 1]), "Partition objects cannot be null"),
        (
            .init(partition: ["file": "f"], offset: ["position": 1]),
            "Partition objects should contain the key 'filename'"
        ),
    ]

    @Test(arguments: offsets)
    func offsetsAreCheckedAsConnectChecksThem(offset: AlteredOffset, objection: String?) throws {
        let connector = FileStreamSourceConnector()
        func alter() throws -> Bool { try connector.alterOffsets(["topic": "t", "file": "f"], [offset]) }
        if let objection {
            #expect(throws: ConnectError(.fatal, objection)) { try alter() }
        } else {
            #expect(try alter())
        }
    }

    @Test func offsetsOfTheStandardInputCannotBeAltered() throws {
        let error = #expect(throws: ConnectError.self) {
            try FileStreamSourceConnector().alterOffsets(["topic": "t"], [])
        }
        #expect(
            error?.message == "Offsets cannot be modified if the 'file' configuration is unspecified. "
                + "This is because stdin is used for input and offsets are not tracked.")
    }
}
