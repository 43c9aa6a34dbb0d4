internal import ConnectConfig
internal import Converters
internal import PluginHost
internal import TaskProtocol
internal import Transforms

/// The classes that need no plugin, described as a scan describes those of a file.
enum BuiltInClasses {
    static var descriptions: [PluginDescription] { converters + transformations + predicates + providers }

    /// The definition of a class's configuration; nil if there is no built-in class of that full name and kind.
    static func configDef(_ name: String, _ kind: PluginDescription.Kind) -> ConfigDef? {
        switch kind {
        case .converter: BuiltinConverters.descriptors.first { $0.isConverter && $0.className == name }?.configDef
        case .headerConverter: BuiltinConverters.descriptors.first { $0.className == name }?.configDef
        case .configProvider: BuiltinConfigProviders.descriptors.first { $0.className == name }?.configDef
        case .transformation: transformationClasses.first { $0.className == name }?.configDef
        case .predicate: predicateClasses.first { $0.className == name }?.configDef
        case .source, .sink: nil
        }
    }

    private static var converters: [PluginDescription] {
        BuiltinConverters.descriptors.flatMap { converter in
            let kinds: [PluginDescription.Kind] =
                converter.isConverter ? [.converter, .headerConverter] : [.headerConverter]
            return kinds.map { describe($0, converter.className, "", converter.configDef) }
        }
    }

    private static var transformations: [PluginDescription] {
        transformationClasses.map { describe(.transformation, $0.className, $0.documentation, $0.configDef) }
    }

    private static let transformationClasses = BuiltinTransformations.descriptors + ForeignFunctions.transformations

    private static let predicateClasses = BuiltinPredicates.descriptors + ForeignFunctions.predicates

    private static var predicates: [PluginDescription] {
        predicateClasses.map { describe(.predicate, $0.className, $0.documentation, $0.configDef) }
    }

    private static var providers: [PluginDescription] {
        BuiltinConfigProviders.descriptors.map {
            describe(.configProvider, $0.className, $0.documentation, $0.configDef)
        }
    }

    private static func describe(
        _ kind: PluginDescription.Kind, _ className: String, _ documentation: String, _ definition: ConfigDef
    ) -> PluginDescription {
        PluginDescription(
            kind: kind, className: className, version: connectVersion, documentation: documentation, aliases: [],
            keys: definition.keys.map(PluginConfigKey.init))
    }
}
