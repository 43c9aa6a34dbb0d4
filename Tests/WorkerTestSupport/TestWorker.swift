public import ConnectConfig
public import Foundation
public import TaskProtocol
public import Worker

/// A standalone worker in this process, on directories of its own, in front of any launcher.
public struct TestWorker: Sendable {
    /// The worker's herder.
    public let herder: StandaloneHerder
    /// The plugins that it knows.
    public let catalog: PluginCatalog
    /// Its configuration.
    public let config: WorkerConfig
    /// Its only directory in `plugin.path`.
    public let plugins: URL

    /// The connectors of Connect's own file plugin, as a scan describes them.
    public static let fileStream: [PluginDescription] = ["Source", "Sink"].map { kind in
        PluginDescription(
            kind: kind == "Source" ? .source : .sink,
            className: "org.apache.kafka.connect.file.FileStream\(kind)Connector", version: "4.3.0", documentation: "",
            aliases: [], keys: [])
    }

    /// A worker that looks after its plugins and tasks.
    ///
    /// - Parameters:
    ///   - directory: an empty directory.
    ///   - settings: what its file has besides the required keys.
    ///   - files: names of files to put into `plugin.path`, which only made-up scans can make sense of.
    public init(
        launcher: any PluginLauncher, directory: URL, settings: [String: String] = [:], files: [String] = [],
        groups: (any ConsumerGroups)? = nil, transformer: ConfigTransformer = ConfigTransformer()
    ) async throws {
        plugins = directory.appending(path: "plugins")
        try FileManager.default.createDirectory(at: plugins, withIntermediateDirectories: true)
        for file in files { try Data("plugin".utf8).write(to: plugins.appending(path: file)) }
        var all = [
            "bootstrap.servers": "127.0.0.1:1", "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter", "plugin.path": plugins.path(),
            "offset.storage.file.filename": directory.appending(path: "offsets").path(),
            "task.shutdown.graceful.timeout.ms": "2000",
        ]
        all.merge(settings) { $1 }
        let text = all.map { "\($0.key)=\($0.value)\n" }.joined()
        config = try WorkerConfig(
            standalone: try JavaProperties(parsing: text.utf8), file: "worker.properties", transformer: transformer)
        catalog = PluginCatalog(
            directories: config.pluginPath, launcher: launcher, scanTimeout: config.pluginScanTimeout)
        herder = StandaloneHerder(
            config: config, commit: "test", catalog: catalog, launcher: launcher,
            offsets: try FileOffsetStore(path: config.offsetStorageFile), groups: groups)
        await herder.start(workerID: "127.0.0.1:58083")
    }

    /// Creates a connector.
    @discardableResult
    public func create(_ name: String, _ config: [String: String], state: TargetState = .started) async throws
        -> ConnectorInfo
    {
        try await herder.create(
            name, config: ConnectorProperties(config.merging(["name": name]) { $1 }), state: state)
    }

    /// The status of a connector when it fulfils a condition, or after ten seconds as it then is.
    public func status(
        of name: String, when condition: (ConnectorStatus) -> Bool
    ) async throws -> ConnectorStatus {
        var status = try await herder.status(of: name)
        try? await eventually {
            status = try await herder.status(of: name)
            return condition(status)
        }
        return status
    }
}
