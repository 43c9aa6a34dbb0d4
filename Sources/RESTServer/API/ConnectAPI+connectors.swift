internal import Worker

extension ConnectAPI {
    /// Connectors and their configurations.
    static func connectorEndpoints(_ herder: any Herder) -> [Endpoint] {
        [
            Endpoint("GET", "/connectors") { request, _ in
                let names = await herder.connectorNames()
                let expansions = request.values(of: "expand")
                guard !expansions.isEmpty else {
                    return APIResponse(status: 200, body: .array(names.map(JSONValue.string)))
                }
                return APIResponse(status: 200, body: .object(await expand(names, expansions, herder)))
            },
            Endpoint("POST", "/connectors") { request, _ in
                let creation = try ConnectorCreation(body: request.body)
                let info = try await herder.create(creation.name, config: creation.config, state: creation.state)
                return created(info, request)
            },
            Endpoint("GET", "/connectors/*") { _, parts in
                APIResponse(status: 200, body: try await herder.info(of: parts[0]).json)
            },
            Endpoint("DELETE", "/connectors/*") { _, parts in
                try await herder.delete(parts[0])
                return APIResponse(status: 204)
            },
            Endpoint("GET", "/connectors/*/tasks") { _, parts in
                let configs = try await herder.tasks(of: parts[0])
                let tasks = configs.enumerated().map { number, config in
                    JSONValue.object([
                        "id": .object(["connector": .string(parts[0]), "task": .integer(number)]),
                        "config": ConnectorProperties(config.mapValues { $0 }).json,
                    ])
                }
                return APIResponse(status: 200, body: .array(tasks))
            },
            Endpoint("GET", "/connectors/*/config") { _, parts in
                APIResponse(status: 200, body: try await herder.info(of: parts[0]).config.json)
            },
            Endpoint("PUT", "/connectors/*/config") { request, parts in
                var config = try ConnectorProperties(body: request.body)
                try config.setName(parts[0])
                let (info, isNew) = try await herder.put(parts[0], config: config)
                return isNew ? created(info, request) : APIResponse(status: 200, body: info.json)
            },
        ]
    }

    private static func created(_ info: ConnectorInfo, _ request: APIRequest) -> APIResponse {
        var response = APIResponse(status: 201, body: info.json)
        response.headers = [("Location", "\(request.base)/connectors/\(info.name.percentEncoded)")]
        return response
    }

    /// A connector that is deleted meanwhile is left out.
    private static func expand(
        _ names: [String], _ expansions: [String], _ herder: any Herder
    ) async -> JSONObject {
        var connectors = JSONObject()
        for name in names {
            var parts = JSONObject()
            for expansion in expansions {
                switch expansion {
                case "info": parts["info"] = try? await herder.info(of: name).json
                case "status": parts["status"] = try? await herder.status(of: name).json
                default: break
                }
            }
            connectors[name] = .object(parts)
        }
        return connectors
    }
}
