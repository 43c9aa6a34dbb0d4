internal import Logging
internal import TaskProtocol

/// Knows which plugins are installed now: scans `plugin.path` when the worker starts, and again what changes in it.
public actor PluginCatalog {
    private let path: PluginPath
    private let scanner: PluginScanner
    private let logger = Logger(label: "millrace.plugins")
    private var listing = PluginPath.Listing()
    private var outcomes: [PluginFile: PluginScanner.Outcome] = [:]
    private var builtIns: [InstalledPlugin] = []
    private var current: PluginRegistry?
    private var toldRivals: Set<String> = []
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
    public func connector(named name: String) async throws(HerderError) -> InstalledPlugin {
        do {
            return try await registry().connector(named: name)
        } catch {
            return try await refreshed().connector(named: name)
        }
    }

    private func look() async -> PluginRegistry {
        defer { refresh = nil }
        let listing = path.list()
        if let current, listing == self.listing { return current }
        report(listing.refusals.filter { self.listing.refusals[$0.key] != $0.value })

        let unknown = listing.files.filter { outcomes[$0] == nil }
        async let builtIn: Void = learnBuiltIns()
        let scanned = await scanner.scan(unknown)
        await builtIn
        for file in unknown { report(scanned[file], of: file) }
        for file in self.listing.files where !listing.files.contains(where: { $0.path == file.path }) {
            logger.info("Plugin file \(file.path) was removed; what runs keeps what it loaded")
        }
        let known = outcomes.merging(scanned) { $1 }
        outcomes = known.filter { listing.files.contains($0.key) }
        self.listing = listing
        let installed = installed
        reportRivals(in: installed)
        let registry = PluginRegistry(plugins: builtIns + installed)
        current = registry
        return registry
    }

    /// What is built in is known where it is: in plugin processes. It stays the same as long as the worker runs.
    private func learnBuiltIns() async {
        guard builtIns.isEmpty else { return }
        switch await scanner.scanBuiltIns() {
        case .plugins(let descriptions):
            builtIns = descriptions.map { InstalledPlugin(description: $0, file: nil) }
        case .refused(let reason):
            logger.error("The built-in converters and transformations are not known: \(reason)")
        case .privateLibrary: break
        }
    }

    /// What files provide, in the order of `plugin.path`.
    private var installed: [InstalledPlugin] {
        listing.files.flatMap { file -> [InstalledPlugin] in
            guard case .plugins(let descriptions) = outcomes[file] else { return [] }
            return descriptions.map { InstalledPlugin(description: $0, file: file.path) }
        }
    }

    /// Of files with one class in one version the first is used. Each pair is told once.
    private func reportRivals(in installed: [InstalledPlugin]) {
        var used: [InstalledPlugin.Identity: String] = [:]
        var rivals: Set<String> = []
        for plugin in installed {
            guard let file = plugin.file else { continue }
            guard let first = used[plugin.identity] else {
                used[plugin.identity] = file
                continue
            }
            let rival =
                "\(first) and \(file) both have class \(plugin.className) in version \(plugin.version): the one "
                + "in \(first) is used, as the first in the order of plugin.path and then of names"
            guard rivals.insert(rival).inserted, !toldRivals.contains(rival) else { continue }
            logger.warning("\(rival)")
        }
        toldRivals = rivals
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
