import Foundation
import RESTServer
import Supervisor
import TestSupport
import Worker

/// A worker with the file plugin and real plugin processes. It has the values that the recorded worker's config providers
/// had.
struct RealWorker {
    private let supervisor: ProcessSupervisor
    private let directory: URL

    /// Makes the directories. Plugins of the zoo may be installed beside the file plugin.
    init(zoo: [String] = []) async throws {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let products = URL(filePath: bundle).deletingLastPathComponent()
        supervisor = try ProcessSupervisor(executable: products.appending(path: "millrace-task").path())
        directory = try TemporaryDirectories.make("validation")
        let plugins = directory.appending(path: "plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: products.appending(path: "libFileStream.so"), to: plugins.appending(path: "libFileStream.so"))
        for plugin in zoo { _ = try await Zoo.built(plugin) }
        try Zoo.install(zoo, into: plugins.path())
        let values = directory.appending(path: "values")
        try FileManager.default.createDirectory(at: values, withIntermediateDirectories: true)
        try Data("from-directory".utf8).write(to: values.appending(path: "line"))
        let properties =
            "file=from-file\nnumber=3\nbad.number=not-a-number\nnested=${file:x:y}\nclass=FileStreamSource\n"
        try Data(properties.utf8).write(to: directory.appending(path: "values.properties"))
    }

    func api(policy: String = "All") async throws -> ConnectAPI {
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
