internal import Logging
internal import TaskProtocol

/// Knows which plugins are installed now: scans `plugin.path` when the worker starts, and again what changes in it.
public actor PluginCatalog {
    private let path: PluginPath
    private let scanner: PluginScanner
    private let logger = Logger(label: "millrace.plugins")
    private var listing = PluginPath.Listing()
    private var outcomes: [PluginFile: PluginScanner.Outcome] = [:]
    private var current: PluginRegistry?
    private var refresh: Task<PluginRegistry, Never>?

    /// A catalog of the plugins in these directories. Nothing is scanned before the first question.
    public init(directories: [String], launcher: any PluginLauncher, scanTimeout: Duration) {
        path = PluginPath(directories: directories)
        scanner = PluginScanner(launcher: launcher, timeout: scanTimeout)
    }

    /// The installed classes; waits for the first scan.
    public func registry() async -> PluginRegistry {
        if let current { return current }
        return await refreshed()
    }

    /// The installed classes after a new look into the directories. What did not change is not scanned again.
    @discardableResult
    public func refreshed() async -> PluginRegistry {
        if let refresh { return await refresh.value }
        let task = Task { await look() }
        refresh = task
        return await task.value
    }

    /// The connector that an operator means; a class that is unknown may have been installed just now.
    public func connector(named name: String, version: String?) async throws(HerderError) -> InstalledPlugin {
        do {
            return try await registry().connector(named: name, version: version)
        } catch {
            return try await refreshed().connector(named: name, version: version)
        }
    }

    private func look() async -> PluginRegistry {
        defer { refresh = nil }
        let listing = path.list()
        if let current, listing == self.listing { return current }
        report(listing.refusals.filter { self.listing.refusals[$0.key] != $0.value })

        let unknown = listing.files.filter { outcomes[$0] == nil }
        let scanned = await scanner.scan(unknown)
        for file in unknown { report(scanned[file], of: file) }
        for file in self.listing.files where !listing.files.contains(where: { $0.path == file.path }) {
            logger.info("Plugin file \(file.path) was removed; what runs keeps what it loaded")
        }
        let known = outcomes.merging(scanned) { $1 }
        outcomes = known.filter { listing.files.contains($0.key) }
        self.listing = listing
        let registry = PluginRegistry(plugins: BuiltInPlugins.all + installed)
        current = registry
        return registry
    }

    private var installed: [InstalledPlugin] {
        outcomes.flatMap { file, outcome -> [InstalledPlugin] in
            guard case .plugins(let descriptions) = outcome else { return [] }
            return descriptions.map { InstalledPlugin(description: $0, file: file.path) }
        }
    }

    private func report(_ refusals: [String: String]) {
        for (path, reason) in refusals.sorted(by: { $0.key < $1.key }) {
            logger.warning("Ignoring \(path) in plugin.path: \(reason)")
        }
    }

    private func report(_ outcome: PluginScanner.Outcome?, of file: PluginFile) {
        switch outcome {
        case .plugins(let plugins):
            let again = listing.files.contains { $0.path == file.path }
            let names = plugins.map { "\($0.className) \($0.version)" }.joined(separator: ", ")
            logger.info("\(again ? "Plugin file changed" : "Loaded plugin file"): \(file.path) with \(names)")
        case .refused(let reason): report([file.path: reason])
        case .privateLibrary, nil: break
        }
    }
}
