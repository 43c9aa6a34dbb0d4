internal import TaskProtocol
internal import Worker

extension ConnectAPI {
    /// The worker itself and its plugins.
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
            Endpoint("GET", "/connector-plugins") { request, _ in
                var plugins = await herder.plugins()
                if request.flag("connectorsOnly", default: true) {
                    plugins = plugins.filter { $0.kind == .sink || $0.kind == .source }
                }
                // Connect lists one kind after another; the sort keeps the order of names within a kind.
                let sorted = listedKinds.flatMap { kind in plugins.filter { $0.kind == kind } }
                return APIResponse(status: 200, body: .array(sorted.map(\.json)))
            },
        ]
    }

    private static let listedKinds: [PluginDescription.Kind] = [
        .sink, .source, .transformation, .predicate, .converter, .headerConverter, .configProvider,
    ]

    private static func health(_ status: Int, _ state: String, _ message: String) -> APIResponse {
        APIResponse(status: status, body: .object(["status": .string(state), "message": .string(message)]))
    }
}
