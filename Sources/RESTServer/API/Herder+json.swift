internal import TaskProtocol
internal import Worker

extension ConnectorProperties {
    /// The configuration as Connect shows it.
    var json: JSONValue {
        var object = JSONObject()
        for key in keys { object[key] = self[key].map(JSONValue.string) ?? .null }
        return .object(object)
    }
}

extension ConnectorInfo {
    /// `GET /connectors/{name}`.
    var json: JSONValue {
        let tasks = (0..<taskCount).map { number in
            JSONValue.object(["connector": .string(name), "task": .integer(number)])
        }
        return .object([
            "name": .string(name), "config": config.json, "tasks": .array(tasks),
            "type": .string(type?.rawValue ?? "unknown"),
        ])
    }
}

extension ConnectorStatus {
    /// `GET /connectors/{name}/status`.
    var json: JSONValue {
        let tasks = tasks.enumerated().map { number, task in
            JSONValue.object(task.json(id: number, workerID: workerID))
        }
        return .object([
            "name": .string(name), "connector": .object(connector.json(id: nil, workerID: workerID)),
            "tasks": .array(tasks), "type": .string(type?.rawValue ?? "unknown"),
        ])
    }
}

extension ConnectorStatus.Instance {
    /// A state as Connect shows it; `stalled` is our own addition and only there when a task is stalled.
    func json(id: Int?, workerID: String) -> JSONObject {
        var object = JSONObject()
        object["id"] = id.map(JSONValue.integer)
        object["state"] = .string(state.rawValue)
        object["worker_id"] = .string(workerID)
        object["trace"] = trace.map(JSONValue.string)
        object["version"] = version.map(JSONValue.string)
        object["stalled"] = stall.map(JSONValue.string)
        return object
    }
}

extension InstalledPlugin {
    /// An entry of `GET /connector-plugins`.
    var json: JSONValue {
        .object([
            "class": .string(className), "type": .string(kind.typeName), "version": .string(version),
        ])
    }
}
