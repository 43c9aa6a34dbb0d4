extension ConfigDef {
    /// Reads a configuration into typed values; keys that are not defined are ignored.
    ///
    /// - Parameter properties: the configuration; a value of `nil` is a null that was written there.
    /// - Throws: the first error, in the order of the definitions.
    public func parse(_ properties: [String: String?]) throws(ConfigError) -> ParsedConfig {
        let undefined = undefinedDependents
        guard undefined.isEmpty else {
            throw ConfigError(
                "Some configurations in are referred in the dependents, but not defined: "
                    + "[\(undefined.joined(separator: ", "))]")
        }
        var values: [String: Value] = [:]
        for key in keys {
            var value = try key.parse(properties[key.name])
            // Validation complains of an element that is there twice; whoever uses the configuration gets it once.
            if key.validator?.wantsUniqueElements == true { value = value.withUniqueElements }
            try key.validator?.check(value, of: key.name)
            values[key.name] = value
        }
        return ParsedConfig(values: values, originals: properties)
    }

    /// Checks a configuration and collects every error of every key; keys that are not defined are ignored.
    ///
    /// - Parameter properties: the configuration; a value of `nil` is a null that was written there.
    /// - Returns: one result for each key, in the order of the definitions.
    public func validate(_ properties: [String: String?]) -> [ConfigValue] {
        var results: [ConfigValue] = []
        var values: [String: Value] = [:]
        for key in keys {
            let result = key.validate(properties[key.name])
            values[key.name] = result.value
            results.append(result)
        }
        for (index, key) in keys.enumerated() {
            guard let recommender = key.recommender else { continue }
            do throws(ConfigError) {
                results[index].recommendedValues = try recommender.validValues(key.name, values)
                results[index].isVisible = try recommender.isVisible(key.name, values)
            } catch {
                results[index].errors.append(error.message)
            }
        }
        let undefined = undefinedDependents.map { name in
            ConfigValue(
                name: name, errors: ["\(name) is referred in the dependents, but not defined."], isVisible: false)
        }
        return results + undefined
    }
}

extension ConfigDef.Key {
    /// The value, without the validator's word. The outer `nil` means that the configuration does not have the key.
    fileprivate func parse(_ text: String??) throws(ConfigError) -> ConfigDef.Value {
        if let text { return try ConfigDef.Value(parsing: text, as: type, key: name) }
        switch defaultValue {
        case .value(let value): return value
        case .required:
            throw ConfigError("Missing required configuration \"\(name)\" which has no default value.")
        }
    }

    fileprivate func validate(_ text: String??) -> ConfigValue {
        var result = ConfigValue(name: name)
        do throws(ConfigError) {
            result.value = try parse(text)
        } catch {
            result.errors.append(error.message)
        }
        do throws(ConfigError) {
            try validator?.check(result.value, of: name)
        } catch {
            result.errors.append(error.message)
        }
        return result
    }
}
