internal import Worker

extension ConnectAPI {
    /// The worker itself.
    static func workerEndpoints(_ herder: any Herder) -> [Endpoint] {
        [
            Endpoint("GET", "/") { _, _ in
                let info = await herder.workerInfo()
                return APIResponse(
                    status: 200,
                    body: .object([
                        "version": .string(info.version), "commit": .string(info.commit),
                        "kafka_cluster_id": info.clusterID.map(JSONValue.string) ?? .null,
                    ]))
            },
            Endpoint("GET", "/health") { _, _ in
                await herder.isReady()
                    ? health(200, "healthy", "Worker has completed startup and is ready to handle requests.")
                    : health(503, "starting", "Worker is still starting up.")
            },
        ]
    }

    private static func health(_ status: Int, _ state: String, _ message: String) -> APIResponse {
        APIResponse(status: status, body: .object(["status": .string(state), "message": .string(message)]))
    }
}
