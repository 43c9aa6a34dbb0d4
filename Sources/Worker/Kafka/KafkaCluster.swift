internal import Dispatch
internal import KafkaClient

/// The Kafka cluster that the worker uses.
public struct KafkaCluster: Sendable {
    private let properties: TranslatedProperties

    /// Reads how the worker's own client connects.
    ///
    /// - Throws: the client setting in the worker's file that cannot be honoured, with its place.
    public init(config: WorkerConfig) throws(InvalidConfiguration) {
        var settings = config.unprefixedClientSettings
        settings["bootstrap.servers"] = config.bootstrapServers.joined(separator: ",")
        do throws(ClientPropertyError) {
            properties = try ClientProperties.translate(settings, for: .admin)
        } catch {
            throw InvalidConfiguration([config.problem(of: error.key, "\(error)")])
        }
    }

    /// What an operator should know about the settings.
    public var warnings: [String] { properties.warnings }

    /// The identity of the cluster; asks until the cluster answers. Nil if it has none.
    ///
    /// - Parameters:
    ///   - patience: how long one attempt waits.
    ///   - onSilence: called after an attempt that had no answer.
    public func identity(
        patience: Duration = .seconds(10), onSilence: @Sendable () -> Void = {}
    ) async throws -> String? {
        while true {
            let (identity, answered) = try await attempt(patience)
            if answered { return identity }
            onSilence()
            try await Task.sleep(for: .seconds(5))
        }
    }

    /// librdkafka blocks: its calls run on a thread that nothing waits for. The client lives for one attempt, because an
    /// idle one costs memory.
    private func attempt(_ patience: Duration) async throws -> (identity: String?, answered: Bool) {
        let timeout = Int32(clamping: patience.milliseconds)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                do {
                    let admin = try KafkaAdmin(properties: properties)
                    let identity = admin.clusterId(timeoutMilliseconds: timeout)
                    let answered = identity != nil || (try? admin.metadata(timeoutMilliseconds: 1000)) != nil
                    continuation.resume(returning: (identity, answered))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
