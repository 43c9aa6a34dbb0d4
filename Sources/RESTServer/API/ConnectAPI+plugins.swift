internal import ConnectConfig
internal import TaskProtocol
internal import Worker

extension ConnectAPI {
    /// Plugins, what they can be configured with, and what is wrong with configurations.
    static func pluginEndpoints(_ herder: any Herder) -> [Endpoint] {
        [
            Endpoint("GET", "/connector-plugins") { request, _ in
                // Connect lists one kind after another; the order of names stays within a kind.
                let kinds = request.flag("connectorsOnly", default: true) ? listedKinds.prefix(2) : listedKinds[...]
                let plugins = await herder.plugins()
                let listed = kinds.flatMap { kind in plugins.filter { $0.kind == kind } }
                return APIResponse(status: 200, body: .array(listed.map(\.json)))
            },
            Endpoint("GET", "/connector-plugins/*/config") { request, parts in
                let keys = try await herder.definition(
                    ofPlugin: parts[0], version: request.values(of: "version").first)
                return APIResponse(status: 200, body: .array(keys.map(\.json)))
            },
            Endpoint("PUT", "/connector-plugins/*/config/validate") { request, parts in
                let config = try ConnectorProperties(body: request.body)
                if let written = config["connector.class"], !written.withoutSuffix.hasSuffix(parts[0].withoutSuffix) {
                    throw HerderError.badRequest(
                        "Included connector type \(written) does not match request type \(parts[0])")
                }
                return APIResponse(status: 200, body: try await herder.validate(config).json)
            },
        ]
    }

    private static let listedKinds: [PluginDescription.Kind] = [
        .sink, .source, .transformation, .predicate, .converter, .headerConverter,
    ]
}

extension String {
    /// The name of a connector's class without the word with which it ends.
    fileprivate var withoutSuffix: Substring {
        let suffix = "Connector"
        return hasSuffix(suffix) && count > suffix.count ? dropLast(suffix.count) : self[...]
    }
}

extension ConfigInfos {
    /// `PUT /connector-plugins/{name}/config/validate`.
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name), "error_count": .integer(errorCount), "groups": .array(groups.map(JSONValue.string)),
            "configs": .array(
                entries.map { .object(["definition": $0.definition?.json ?? .null, "value": $0.value.json]) }),
        ])
    }
}

extension ConfigDef.Key {
    /// Connect's `ConfigKeyInfo`.
    fileprivate var json: JSONValue {
        let fallback: String? = if case .value(let value) = defaultValue { value.text } else { nil }
        return .object([
            "name": .string(name), "type": .string(type.rawValue), "required": .bool(isRequired),
            "default_value": fallback.map(JSONValue.string) ?? .null, "importance": .string(importance.rawValue),
            "documentation": .string(documentation), "group": group.map(JSONValue.string) ?? .null,
            "order_in_group": .integer(orderInGroup), "width": .string(width.rawValue),
            "display_name": .string(displayName), "dependents": .array(dependents.map(JSONValue.string)),
        ])
    }
}

extension ValidatedValue {
    /// Connect's `ConfigValueInfo`.
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name), "value": value.map(JSONValue.string) ?? .null,
            "recommended_values": .array(recommendedValues.map(JSONValue.string)),
            "errors": .array(errors.map(JSONValue.string)), "visible": .bool(isVisible),
        ])
    }
}
