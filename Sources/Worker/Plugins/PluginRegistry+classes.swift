internal import TaskProtocol

extension PluginRegistry {
    /// The classes that a connector's configuration may name.
    var classes: PluginClasses {
        PluginClasses(
            names: { kind in plugins.filter { $0.kind == kind.pluginKind }.map(\.className) },
            contains: { name, kind in plugin(named: name, kind: kind.pluginKind) != nil })
    }
}

extension PluginClasses.Kind {
    fileprivate var pluginKind: PluginDescription.Kind {
        switch self {
        case .converter: .converter
        case .headerConverter: .headerConverter
        case .transformation: .transformation
        case .predicate: .predicate
        }
    }
}
