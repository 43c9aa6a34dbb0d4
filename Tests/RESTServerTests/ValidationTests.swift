import Foundation
import RESTServer
import Supervisor
import TestSupport
import Testing
import Worker
import WorkerTestSupport

/// What Kafka Connect 4.3.0 says to configurations and of its classes, against a worker with real plugin processes.
@Suite("Validation against the recorded answers of Kafka Connect 4.3.0")
struct ValidationTests {
    private typealias Recorded = RecordedValidation

    /// Built-in classes that are not there yet.
    fileprivate static let pending = [
        "RegexRouter", "TimestampRouter", "TimestampConverter$Key", "TimestampConverter$Value",
        "InsertHeader", "predicates.TopicNameMatches",
    ].map { "org.apache.kafka.connect.transforms.\($0)" }

    @Test("Every recorded configuration")
    func validate() async throws {
        let recorded = try Recorded.read("validate", as: Recorded.self)
        let worker = try await RealWorker()
        let apis = ["All": try await worker.api(policy: "All"), "Principal": try await worker.api(policy: "Principal")]
        for answer in recorded.answers {
            if answer.config.values.contains(where: { Self.pending.contains($0 ?? "") }) { continue }
            let api = try #require(apis[answer.policy])
            let response = try await worker.put(
                "/connector-plugins/\(answer.plugin)/config/validate", answer.config, api)
            let difference = KnownDifferences.of(answer)
            var found = Differences()
            found.compare("status", response.status, difference?.status ?? answer.status)
            if response.status == 200, answer.status == 200 {
                let entries = (answer.configs ?? []).map { recorded.entries[$0] }
                found.compare(try worker.infos(response), answer, entries, difference ?? KnownDifference())
            } else if response.status == 200 {
                let errors = try worker.infos(response).configs.flatMap(\.value.errors)
                found.compare("errors", errors, difference?.onlyErrors ?? [])
            } else {
                let message = worker.shown(response.body?.object?["message"]?.string ?? "")
                let start = difference?.messageStart ?? answer.message ?? ""
                found.compare("message", String(message.prefix(start.count)), start)
            }
            #expect(found.list.isEmpty, "\(answer.policy) \(answer.plugin) \(answer.config)")
        }
        #expect(recorded.answers.count >= 190)
    }

    @Test("Every class that Connect lists is listed, and defined in the same way")
    func definitions() async throws {
        let worker = try await RealWorker()
        let api = try await worker.api(policy: "All")
        let listed = try await worker.get("/connector-plugins?connectorsOnly=false", api, as: [Recorded.Plugin].self)
        let plugins = try Recorded.read("plugins", as: [Recorded.Plugin].self)
        #expect(plugins.filter { !listed.contains($0) && !Self.pending.contains($0.class) } == [])
        let recorded = try Recorded.read("definitions", as: [String: [Recorded.Definition]].self)
        for (name, keys) in recorded.sorted(by: { $0.key < $1.key }) where !Self.pending.contains(name) {
            let path = "/connector-plugins/\(name)/config"
            #expect(try await worker.get(path, api, as: [Recorded.Definition].self) == keys, "\(name)")
        }
        let connectors = try await worker.get("/connector-plugins", api, as: [Recorded.Plugin].self)
        #expect(connectors.map(\.type) == ["sink", "source"])
    }

    @Test("A plugin that is not there has no definition, and neither has a version that is not there")
    func unknown() async throws {
        let worker = try await RealWorker()
        let api = try await worker.api(policy: "All")
        let unknown = await api.respond(to: APIRequest(method: "GET", target: "/connector-plugins/Nope/config"))
        #expect(unknown.status == 404)
        #expect(unknown.body?.text == #"{"error_code":404,"message":"Unknown plugin Nope."}"#)
        let target = "/connector-plugins/FileStreamSource/config?version="
        #expect(await api.respond(to: APIRequest(method: "GET", target: target + "[4.0,5.0)")).status == 200)
        #expect(await api.respond(to: APIRequest(method: "GET", target: target + "1.0")).status == 400)
    }
}

/// What is not as it was recorded.
private struct Differences {
    private(set) var list: [String] = []

    mutating func compare<T: Equatable>(_ what: String, _ ours: T, _ theirs: T) {
        if ours != theirs { list.append("\(what): \(ours) instead of \(theirs)") }
    }

    mutating func compare(
        _ ours: RecordedValidation.Infos, _ answer: RecordedValidation.Answer, _ entries: [RecordedValidation.Entry],
        _ difference: KnownDifference
    ) {
        let entriesOfOurs = ours.configs.filter { entry in
            !difference.added.contains { entry.value.name.hasPrefix($0) }
        }
        compare("names", entriesOfOurs.map(\.value.name), entries.map(\.value.name))
        guard list.isEmpty else { return }
        for (ours, theirs) in zip(entriesOfOurs, entries) {
            let written = answer.config[theirs.value.name] ?? nil
            compare(ours, KnownDifferences.withVariables(theirs, written: written), difference)
        }
        compare("groups", ours.groups.filter { !difference.groups.contains($0) }, answer.groups)
        compare("name", ours.name, answer.config["connector.class"] ?? nil)
        compare("error_count", ours.error_count, (answer.error_count ?? 0) + difference.errors)
    }

    private mutating func compare(
        _ ours: RecordedValidation.Entry, _ theirs: RecordedValidation.Entry, _ difference: KnownDifference
    ) {
        let (ours, theirs) = (KnownDifferences.normal(ours), KnownDifferences.normal(theirs))
        let name = ours.value.name
        compare("definition", ours.definition, theirs.definition)
        let known = difference.values[name]
        compare("value of \(name)", ours.value.value, known.map(\.value) ?? theirs.value.value)
        compare("errors of \(name)", ours.value.errors, known.map(\.errors) ?? theirs.value.errors)
        compare("visible \(name)", ours.value.visible, theirs.value.visible && !difference.hidden.contains(name))
        // There are more classes to choose from here than there.
        let missing = Set(theirs.value.recommended_values).subtracting(
            ours.value.recommended_values + ValidationTests.pending)
        compare("recommended values that \(name) lacks", missing, [])
    }
}

/// A worker with the file plugin and real plugin processes. It has the values that the recorded worker's config providers
/// had.
private struct RealWorker {
    private let supervisor: ProcessSupervisor
    private let directory: URL

    init() async throws {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let products = URL(filePath: bundle).deletingLastPathComponent()
        supervisor = try ProcessSupervisor(executable: products.appending(path: "millrace-task").path())
        directory = try TemporaryDirectories.make("validation")
        let plugins = directory.appending(path: "plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: products.appending(path: "libFileStream.so"), to: plugins.appending(path: "libFileStream.so"))
        let values = directory.appending(path: "values")
        try FileManager.default.createDirectory(at: values, withIntermediateDirectories: true)
        try Data("from-directory".utf8).write(to: values.appending(path: "line"))
        let properties =
            "file=from-file\nnumber=3\nbad.number=not-a-number\nnested=${file:x:y}\nclass=FileStreamSource\n"
        try Data(properties.utf8).write(to: directory.appending(path: "values.properties"))
    }

    func api(policy: String) async throws -> ConnectAPI {
        let package = "org.apache.kafka.common.config.provider."
        let settings = [
            "bootstrap.servers": "127.0.0.1:1", "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "plugin.path": directory.appending(path: "plugins").path(),
            "offset.storage.file.filename": directory.appending(path: "offsets-\(policy)").path(),
            "connector.client.config.override.policy": policy, "config.providers": "file,dir,env,closed",
            "config.providers.file.class": package + "FileConfigProvider",
            "config.providers.closed.class": package + "FileConfigProvider",
            "config.providers.closed.param.allowed.paths": path,
            "config.providers.dir.class": package + "DirectoryConfigProvider",
            "config.providers.env.class": package + "EnvVarConfigProvider",
            "config.providers.env.param.allowlist.pattern": "MILLRACE_.*",
        ]
        let file = directory.appending(path: "worker-\(policy).properties")
        try Data(settings.map { "\($0.key)=\($0.value)\n" }.joined().utf8).write(to: file)
        let launcher = SupervisedLauncher(supervisor: supervisor)
        let config = try await WorkerConfig.standalone(file: file.path()) { launcher }
        let catalog = PluginCatalog(
            directories: config.pluginPath, launcher: launcher, scanTimeout: config.pluginScanTimeout)
        let herder = StandaloneHerder(
            config: config, commit: "test", catalog: catalog, launcher: launcher,
            offsets: try FileOffsetStore(path: config.offsetStorageFile))
        return ConnectAPI(herder: herder)
    }

    private var path: String {
        let path = directory.path()
        return path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// A text of ours as the recorded worker would show it.
    func shown(_ text: String) -> String { text.replacing(path, with: "@DIR@") }

    func put(_ target: String, _ config: [String: String?], _ api: ConnectAPI) async throws -> APIResponse {
        var body = JSONObject()
        for (key, value) in config.sorted(by: { $0.key < $1.key }) {
            body[key] = value.map { .string($0.replacing("@DIR@", with: path)) } ?? .null
        }
        let request = APIRequest(
            method: "PUT", target: target, contentType: "application/json",
            body: Array(JSONValue.object(body).text.utf8))
        return await api.respond(to: request)
    }

    func infos(_ response: APIResponse) throws -> RecordedValidation.Infos {
        try JSONDecoder().decode(
            RecordedValidation.Infos.self, from: Data(shown(response.body?.text ?? "").utf8))
    }

    func get<T: Decodable>(_ target: String, _ api: ConnectAPI, as type: T.Type) async throws -> T {
        let response = await api.respond(to: APIRequest(method: "GET", target: target))
        return try JSONDecoder().decode(T.self, from: Data((response.body?.text ?? "").utf8))
    }
}
