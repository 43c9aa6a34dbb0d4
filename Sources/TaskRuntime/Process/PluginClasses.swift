internal import ConnectData
internal import Converters
internal import PluginHost
internal import TaskProtocol
internal import Transforms

/// Finds classes by name: the built-in ones, and those of other shared objects, which are loaded when they are asked for.
struct PluginClasses {
    /// The shared object of each class that is not built in, by its name; of one whose version the configuration asks for,
    /// by the key that names the class.
    let files: [String: String]

    func converter(
        _ name: String, _ config: [String: String], _ side: RecordSide
    ) throws(ConnectError) -> any BatchConverter {
        if let found = try BuiltinConverters.converter(name, config, side) { return found }
        let plugin = try find(name, .converter, what: side == .key ? "key.converter" : "value.converter")
        return PluginConverter(try HostedConverter(plugin, config, side: side == .key ? .key : .value))
    }

    func headerConverter(_ name: String, _ config: [String: String]) throws(ConnectError) -> any BatchHeaderConverter {
        if let found = try BuiltinConverters.headerConverter(name, config) { return found }
        return PluginHeaderConverter(
            try HostedHeaderConverter(try find(name, .headerConverter, what: "header.converter"), config))
    }

    func transformation(
        _ name: String, _ config: [String: String], alias: String
    ) throws(ConnectError) -> any BatchTransformation {
        if let found = try BuiltinTransformations.transformation(name, config) { return found }
        if let found = try ForeignFunctions.transformation(name, config) { return found }
        return PluginTransformation(
            try HostedTransformation(try find(name, .transformation, what: "transforms.\(alias).type"), config))
    }

    func predicate(
        _ name: String, _ config: [String: String], alias: String
    ) throws(ConnectError) -> any BatchPredicate {
        if let found = try BuiltinPredicates.predicate(name, config) { return found }
        if let found = try ForeignFunctions.predicate(name, config) { return found }
        return PluginPredicate(
            try HostedPredicate(try find(name, .predicate, what: "predicates.\(alias).type"), config))
    }

    /// The class of that full name in the shared object that has it.
    func find(
        _ name: String, _ kind: PluginDescription.Kind, what: String
    ) throws(ConnectError) -> PluginClass {
        guard let file = files[what] ?? files[name] else {
            throw ConnectError(
                .badConfig, "\(what) is '\(name)': no class of that name is built in or found in plugin.path")
        }
        do throws(PluginLoadError) {
            return try PluginLibrary.load(file).find(name, kind)
        } catch {
            throw ConnectError(.badConfig, "\(what) is '\(name)', which cannot be loaded: \(error)")
        }
    }
}
