internal import ConnectConfig
internal import Logging

extension ConnectorRunner {
    /// What has no lifetime to speak of would have the connector restart without an end.
    private static let shortestLifetime: Int64 = 1000

    /// Restarts the connector when values of config providers should be read again (`config.action.reload`). What is
    /// planned for the same places already is planned anew, because the values have been read anew; the log tells of the
    /// first plan only.
    ///
    /// - Parameter lifetimes: milliseconds, by the places of the values.
    func scheduleReloads(_ lifetimes: [ConfigPlace: Int64]) {
        guard plan.config.restartsOnReload else { return }
        for (place, lifetime) in lifetimes.sorted(by: { $0.value < $1.value }) {
            let delay = max(lifetime, Self.shortestLifetime)
            if !reloads.keys.contains(where: { $0.provider == place.provider }) {
                let reason = "for the values of config provider '\(place.provider)'"
                logger.info("Scheduling a restart of connector \(name) in \(delay) ms, \(reason)")
            }
            reloads[place]?.cancel()
            reloads[place] = Task { [weak self] in
                try? await Task.sleep(for: .milliseconds(delay))
                guard !Task.isCancelled else { return }
                await self?.reload(place)
            }
        }
    }

    /// Nothing is restarted any more.
    func cancelReloads() {
        for reload in reloads.values { reload.cancel() }
        reloads = [:]
    }

    private func reload(_ place: ConfigPlace) async {
        reloads[place] = nil
        do {
            try await lane.run {
                guard await self.target == .started else { return }
                try await self.restartInstance()
            }
        } catch {
            let reason = "for new values of config provider '\(place.provider)'"
            logger.error("Connector \(name) could not be restarted \(reason): \(error)")
        }
    }
}
