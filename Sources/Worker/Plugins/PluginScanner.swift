internal import ConnectConfig
internal import Supervisor
internal import TaskProtocol

/// Asks what is in a shared object, each time in a process of its own: the file may crash, hang or exit when loaded.
struct PluginScanner: Sendable {
    /// What a scan found.
    enum Outcome: Sendable, Equatable {
        case plugins([PluginDescription])
        /// A library that a plugin beside it needs.
        case privateLibrary
        case refused(reason: String)
    }

    let launcher: any PluginLauncher
    let timeout: Duration
    /// Scans that run at once: a scan waits for the disk as much as it computes, and must not crowd out the daemon.
    static let parallelism = 4

    /// Scans files, several at a time.
    func scan(_ files: [PluginFile]) async -> [PluginFile: Outcome] {
        await withTaskGroup(of: (PluginFile, Outcome).self) { group in
            var outcomes: [PluginFile: Outcome] = [:]
            for (index, file) in files.enumerated() {
                if index >= Self.parallelism, let (scanned, outcome) = await group.next() {
                    outcomes[scanned] = outcome
                }
                group.addTask { (file, await scan(file)) }
            }
            for await (file, outcome) in group { outcomes[file] = outcome }
            return outcomes
        }
    }

    /// Asks what is built into plugin processes.
    func scanBuiltIns() async -> Outcome {
        await scan(ProcessLaunch(label: "scan of what is built in", arguments: ["scan"]))
    }

    private func scan(_ file: PluginFile) async -> Outcome {
        if file.mayBePrivateLibrary, !file.namesEntrySymbol { return .privateLibrary }
        return await scan(ProcessLaunch(label: "scan of \(file.path)", arguments: ["scan", file.path]))
    }

    private func scan(_ launch: ProcessLaunch) async -> Outcome {
        let process: any LaunchedPlugin
        do {
            process = try await launcher.launch(launch, context: "", secrets: ConfigSecrets())
        } catch {
            return .refused(reason: "\(error)")
        }
        let timeout = timeout
        let timer = Task {
            try await Task.sleep(for: timeout)
            process.kill()
            return true
        }
        let (outcome, trace) = await answer(of: process)
        timer.cancel()
        if let outcome { return outcome }
        let wasHung = (try? await timer.value) ?? false
        if wasHung {
            return .refused(reason: "its scan was not over after plugin.scan.timeout.ms=\(timeout.milliseconds)")
        }
        return .refused(reason: "loading it failed: \(trace)")
    }

    /// The first thing that the process says of the file, or how it ended without saying anything.
    private func answer(of process: any LaunchedPlugin) async -> (Outcome?, trace: String) {
        var outcome: Outcome?
        while let event = await process.nextEvent() {
            switch event {
            case .message(.scanned(let plugins)): outcome = .plugins(plugins)
            case .message(.rejected(let reason)): outcome = .refused(reason: reason)
            case .message, .disconnected: break
            case .ended(let end): return (outcome, end.trace)
            }
        }
        return (outcome, "the process is gone")
    }
}
