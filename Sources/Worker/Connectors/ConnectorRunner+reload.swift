internal import ConnectConfig
internal import Logging

extension ConnectorRunner {
    /// What has no lifetime to speak of would have the connector restart without an end.
    private static let shortestLifetime: Int64 = 1000

    /// Restarts the connector when values of config providers should be read again (`config.action.reload`). What is
    /// planned for the same paths already is planned anew.
    ///
    /// - Parameter lifetimes: milliseconds, by the paths of the values.
    func scheduleReloads(_ lifetimes: [String: Int64]) {
        guard plan.config.restartsOnReload else { return }
        for (path, lifetime) in lifetimes {
            let delay = max(lifetime, Self.shortestLifetime)
            logger.info("Scheduling a restart of connector \(name) in \(delay) ms, for the values of \(path)")
            reloads[path]?.cancel()
            reloads[path] = Task { [weak self] in
                try? await Task.sleep(for: .milliseconds(delay))
                guard !Task.isCancelled else { return }
                await self?.reload(path)
            }
        }
    }

    /// Nothing is restarted any more.
    func cancelReloads() {
        for reload in reloads.values { reload.cancel() }
        reloads = [:]
    }

    private func reload(_ path: String) async {
        reloads[path] = nil
        do {
            try await lane.run {
                guard await self.target == .started else { return }
                try await self.restartInstance()
            }
        } catch {
            logger.error("Connector \(name) could not be restarted for new values of \(path): \(error)")
        }
    }
}
