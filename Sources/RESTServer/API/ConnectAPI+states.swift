internal import Worker

extension ConnectAPI {
    /// What connectors and tasks do, and what they are to do.
    static func stateEndpoints(_ herder: any Herder) -> [Endpoint] {
        [
            Endpoint("GET", "/connectors/*/status") { _, parts in
                APIResponse(status: 200, body: try await herder.status(of: parts[0]).json)
            },
            Endpoint("GET", "/connectors/*/tasks/*/status") { _, parts in
                let missing = HerderError.notFound("No status found for task \(parts[0])-\(parts[1])")
                guard let number = Int(parts[1]), let status = try? await herder.status(of: parts[0]),
                    status.tasks.indices.contains(number)
                else { throw missing }
                let task = status.tasks[number].json(id: number, workerID: status.workerID)
                return APIResponse(status: 200, body: .object(task))
            },
            Endpoint("POST", "/connectors/*/restart") { request, parts in
                let includeTasks = request.flag("includeTasks", default: false)
                let onlyFailed = request.flag("onlyFailed", default: false)
                guard includeTasks || onlyFailed else {
                    try await herder.restart(parts[0])
                    return APIResponse(status: 204)
                }
                let status = try await herder.restart(parts[0], includeTasks: includeTasks, onlyFailed: onlyFailed)
                return APIResponse(status: 202, body: status.json)
            },
            Endpoint("POST", "/connectors/*/tasks/*/restart") { _, parts in
                guard let number = Int(parts[1]) else {
                    throw HerderError.notFound("Task \(parts[0])-\(parts[1]) not found")
                }
                try await herder.restartTask(number, of: parts[0])
                return APIResponse(status: 204)
            },
            Endpoint("PUT", "/connectors/*/pause") { _, parts in
                try await herder.setTarget(.paused, of: parts[0])
                return APIResponse(status: 202)
            },
            Endpoint("PUT", "/connectors/*/resume") { _, parts in
                try await herder.setTarget(.started, of: parts[0])
                return APIResponse(status: 202)
            },
            Endpoint("PUT", "/connectors/*/stop") { _, parts in
                try await herder.setTarget(.stopped, of: parts[0])
                return APIResponse(status: 204)
            },
        ]
    }
}
