import ConnectConfig
import Foundation
import Testing
import WorkerTestSupport

@testable import Worker

@Suite struct ConnectorRequestTests {
    struct Row: Decodable, Sendable, CustomTestStringConvertible {
        let input: String
        let name: String?
        let config: [String: String?]?
        let state: String?
        let error: String?
        var testDescription: String { input }
    }

    @Test(arguments: Recorded.table("connector-files", of: Row.self))
    func readsFilesAsConnectDoes(row: Row) {
        do throws(ConfigError) {
            let request = try ConnectorRequest(parsing: Array(row.input.utf8), file: "connector-file")
            #expect(row.error == nil)
            #expect(request.name == row.name)
            #expect(request.config == row.config)
            #expect(request.initialState?.rawValue == row.state)
        } catch {
            let isStricter = Self.refusedHereOnly.contains(row.input)
            #expect(row.error != nil || isStricter, "\(error)")
        }
    }

    /// Connect reads past the end of the document, and starts a connector without a name that then fails.
    static let refusedHereOnly = [
        #"{"name":"a","x":"1"} trailing"#, #"{"config":{"connector.class":"B"}}"#, #"{"name":null}"#,
    ]

    @Test(
        arguments: [
            ("connector.class=B", "Connector configuration at 'c' is missing the mandatory 'name' configuration"),
            (#"{"a":"b"}"#, "Connector configuration at 'c' is missing the mandatory 'name' configuration"),
            (
                #"{"name":"a","config":{"name":"b"}}"#,
                "Connector name configuration in 'config' doesn't match the one specified in 'name' at 'c'"
            ),
            (
                #"{"name":"a","config":{"x":[1]}}"#,
                "c: The value of 'x' must be a text, a number, true, false or null, not an array"
            ),
            (
                #"{"name":"a","config":{},"initial_state":"NO"}"#,
                "c: 'initial_state' must be one of RUNNING, PAUSED, STOPPED"
            ),
            (
                "name=a\nx=\\u12",
                "c:2: Malformed \\uxxxx encoding: write \\u and four hexadecimal digits, or \\\\u for a backslash and a u."
            ),
        ])
    func aFileThatIsWrongSaysWhatAndWhere(content: String, message: String) {
        #expect(throws: ConfigError(message)) {
            try ConnectorRequest(parsing: Array(content.utf8), file: "c")
        }
    }

    @Test func malformedJSONIsNotTakenForProperties() {
        do throws(ConfigError) {
            _ = try ConnectorRequest(parsing: Array("{\n  \"name\": \"a\",\n}".utf8), file: "c.json")
            Issue.record("accepted")
        } catch {
            #expect(error.message.hasPrefix("c.json:3: "), "\(error)")
        }
    }

    @Test(arguments: ["connect-standalone", "connect-file-source", "connect-file-sink"])
    func theSampleFilesWorkUnchanged(name: String) async throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let path = root.appending(path: "config/\(name).properties").path()
        let worker = try await WorkerConfig.standalone(
            file: root.appending(path: "config/connect-standalone.properties").path()
        ) { FakeLauncher() }
        #expect(worker.warnings.count == 1, "only the unset listeners: \(worker.warnings)")
        guard name != "connect-standalone" else { return }
        let request = try ConnectorRequest.file(path)
        let type: ConnectorType = name.hasSuffix("sink") ? .sink : .source
        let config = try ConnectorConfig(request.config, type: type, worker: worker)
        #expect(config.name == "local-file-\(type)")
        #expect(config.properties["file"] == (type == .sink ? "test.sink.txt" : "test.txt"))
    }
}
