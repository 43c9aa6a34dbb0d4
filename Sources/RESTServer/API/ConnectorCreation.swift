internal import Worker

/// The body of `POST /connectors`.
struct ConnectorCreation {
    let name: String
    let config: ConnectorProperties
    let state: TargetState

    /// Reads the body. What is wrong with it is the client's error, where Connect answers 500.
    init(body: [UInt8]) throws(HerderError) {
        let members = try JSONObject(body: body).members
        for member in members where !["name", "config", "initial_state"].contains(member.name) {
            throw .badRequest(
                "Unrecognized field \"\(member.name)\": the request may have \"name\", \"config\" and \"initial_state\""
            )
        }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { $1 }
        guard let written = values["config"]?.object else {
            throw .badRequest("The request needs a field \"config\" with the connector's configuration as an object")
        }
        var config = try ConnectorProperties(object: written)
        switch values["name"] {
        case .string(let text):
            name = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        case nil, .null: name = config["name"] ?? ""
        case .some(let other): throw .badRequest("The field \"name\" must be a string, not \(other.kind)")
        }
        try config.setName(name)
        self.config = config
        state = try Self.state(values["initial_state"])
    }

    private static func state(_ value: JSONValue?) throws(HerderError) -> TargetState {
        switch (value, value?.string?.uppercased()) {
        case (nil, _), (.null, _), (_, "RUNNING"): return .started
        case (_, "PAUSED"): return .paused
        case (_, "STOPPED"): return .stopped
        case (.some(let other), _):
            throw .badRequest("The field \"initial_state\" must be RUNNING, PAUSED or STOPPED, not \(other.text)")
        }
    }
}

extension JSONObject {
    /// Reads a request's body.
    fileprivate init(body: [UInt8]) throws(HerderError) {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw .badRequest("The request's body is not JSON: \(error)")
        }
        guard let object = value.object else {
            throw .badRequest("The request's body must be a JSON object, not \(value.kind)")
        }
        self = object
    }
}

extension ConnectorProperties {
    /// Reads a request's body that is a configuration.
    init(body: [UInt8]) throws(HerderError) {
        try self.init(object: try JSONObject(body: body))
    }

    fileprivate init(object: JSONObject) throws(HerderError) {
        self.init()
        for (key, value) in object.members {
            switch value {
            case .string(let text): set(key, to: text)
            case .number(let number): set(key, to: number.text)
            case .bool(let flag): set(key, to: flag ? "true" : "false")
            case .null: set(key, to: nil)
            case .array, .object:
                throw .badRequest("The value of \"\(key)\" in the configuration must be a string, not \(value.kind)")
            }
        }
    }

    /// Notes the connector's name, which must be the one that is there already.
    mutating func setName(_ name: String) throws(HerderError) {
        if let written = self["name"] {
            guard written == name else {
                throw .badRequest(
                    "Connector name configuration (\(written)) doesn't match connector name in the URL (\(name))")
            }
        } else {
            set("name", to: name)
        }
    }
}
