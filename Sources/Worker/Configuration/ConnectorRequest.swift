import ConnectConfig

/// A connector to create, from a file on the command line or from a request.
public struct ConnectorRequest: Sendable, Equatable {
    /// The state in which a connector begins (KIP-980).
    public enum InitialState: String, Sendable, CaseIterable {
        /// With its tasks running.
        case running = "RUNNING"
        /// With tasks that do nothing.
        case paused = "PAUSED"
        /// Without tasks.
        case stopped = "STOPPED"
    }

    /// The connector's name.
    public let name: String
    /// Its configuration, with its name; a value of `nil` is a null that was written there.
    public let config: [String: String?]
    /// The state in which it begins; `nil` if that is not said, which means running.
    public let initialState: InitialState?

    /// A connector to create.
    ///
    /// - Parameter config: its configuration, in which the name may be left out.
    public init(name: String, config: [String: String?], initialState: InitialState? = nil) {
        self.name = name
        self.config = config.merging(["name": name]) { written, _ in written }
        self.initialState = initialState
    }

    /// Reads a connector's file: properties, a JSON object of settings, or a JSON object with `name` and `config` as in
    /// a request. What the file is shows in its content, whatever it is called.
    ///
    /// - Throws: what is wrong, with the file and the line.
    public static func file(_ path: String) throws(InvalidConfiguration) -> ConnectorRequest {
        do throws(ConfigError) {
            return try ConnectorRequest(parsing: try FileContents.read(path), file: path)
        } catch {
            throw InvalidConfiguration([error.message])
        }
    }

    /// Reads the connectors' files of a command line.
    ///
    /// - Throws: every problem of every file; a name that two files use is one.
    public static func files(_ paths: [String]) throws(InvalidConfiguration) -> [ConnectorRequest] {
        var requests: [ConnectorRequest] = []
        var problems: [String] = []
        var owners: [String: String] = [:]
        for path in paths {
            do throws(InvalidConfiguration) {
                let request = try file(path)
                requests.append(request)
                if let owner = owners.updateValue(path, forKey: request.name) {
                    problems.append("\(path): '\(request.name)' is the name of the connector in \(owner) too")
                }
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw InvalidConfiguration(problems) }
        return requests
    }

    /// Reads the content of a connector's file.
    init(parsing bytes: [UInt8], file: String) throws(ConfigError) {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        if content.first(where: { !isBlank($0) }) == UInt8(ascii: "{") || file.hasSuffix(".json") {
            try self.init(json: content, file: file)
        } else {
            do {
                let properties = try JavaProperties(parsing: content)
                try self.init(settings: properties.dictionary, file: file)
            } catch let error as JavaProperties.SyntaxError {
                throw ConfigError("\(file):\(error.line): \(error.reason)")
            } catch {
                throw ConfigError("\(error)")
            }
        }
    }

    private init(json: ArraySlice<UInt8>, file: String) throws(ConfigError) {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONValue(parsing: json)
        } catch {
            throw ConfigError("\(file):\(error.line): \(error.reason) (column \(error.column))")
        }
        guard let object = value.object else {
            throw ConfigError("\(file): A connector's configuration is a JSON object, not \(value.kind)")
        }
        if object.isNested {
            try self.init(request: object, file: file)
        } else {
            try self.init(settings: try object.settings(file: file), file: file)
        }
    }

    /// A file that has the settings and nothing else.
    private init(settings: [String: String?], file: String) throws(ConfigError) {
        guard let name = settings["name"] ?? nil else { throw ConnectorRequest.missingName(file) }
        self.init(name: name, config: settings)
    }

    /// A file with the body of a request.
    private init(request: JSONObject, file: String) throws(ConfigError) {
        guard let config = request["config"]?.object else {
            throw ConfigError(
                "\(file): Every value must be a text, a number, true, false or null, "
                    + "or else the settings must be in an object 'config'")
        }
        let settings = try config.settings(file: file)
        let name = try request["name"].flatMap { value throws(ConfigError) in
            try value.setting("name", file: file)
        }
        if let written = settings["name"], written != name {
            throw ConfigError(
                "Connector name configuration in 'config' doesn't match the one specified in 'name' at '\(file)'")
        }
        guard let name else { throw ConnectorRequest.missingName(file) }
        self.init(
            name: name, config: settings,
            initialState: try request["initial_state"].flatMap { value throws(ConfigError) in
                try ConnectorRequest.initialState(value, file: file)
            })
    }

    private static func initialState(_ value: JSONValue, file: String) throws(ConfigError) -> InitialState? {
        if value == .null { return nil }
        guard let state = value.string.flatMap({ InitialState(rawValue: $0.uppercased()) }) else {
            let states = InitialState.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigError("\(file): 'initial_state' must be one of \(states)")
        }
        return state
    }

    private static func missingName(_ file: String) -> ConfigError {
        ConfigError("Connector configuration at '\(file)' is missing the mandatory 'name' configuration")
    }
}

extension JSONObject {
    /// Whether a value is an object or an array.
    fileprivate var isNested: Bool {
        members.contains { $0.value.object != nil || $0.value.array != nil }
    }

    /// The members as settings: numbers as they are written, `true` and `false`, nulls as `nil`.
    ///
    /// - Parameter file: where the object is from, for errors.
    /// - Throws: if a member is an object or an array.
    func settings(file: String) throws(ConfigError) -> [String: String?] {
        var settings: [String: String?] = [:]
        for (name, value) in members { settings.updateValue(try value.setting(name, file: file), forKey: name) }
        return settings
    }
}

extension JSONValue {
    fileprivate func setting(_ name: String, file: String) throws(ConfigError) -> String? {
        switch self {
        case .null: return nil
        case .bool(let value): return String(value)
        case .number(let number): return number.text
        case .string(let text): return text
        case .array, .object:
            throw ConfigError(
                "\(file): The value of '\(name)' must be a text, a number, true, false or null, not \(kind)")
        }
    }
}
