public import CMillrace
import ConnectData

/// The plugin's way out: one line in one file of the plugin exports its classes.
///
///     @c @implementation
///     public func millrace_plugin_entry() -> UnsafePointer<millrace_plugin>? {
///         Plugin.export(OrdersSourceConnector.self, OrdersSinkConnector.self)
///     }
public enum Plugin {
    /// The entry of a plugin with these classes: connectors, converters, header converters, transformations, predicates,
    /// config providers. A class may be of several kinds.
    public static func export(_ classes: any PluginClass.Type...) -> UnsafePointer<millrace_plugin> {
        let descriptors: [UnsafePointer<millrace_descriptor>?] = classes.flatMap { type in
            let found = describe(type)
            precondition(!found.isEmpty, "\(type) is not of a kind that a plugin can export")
            return found.map { Optional(makeStatic($0)) }
        }
        return makeStatic(
            millrace_plugin(
                size: UInt32(MemoryLayout<millrace_plugin>.size), abi_major: UInt16(MILLRACE_ABI_MAJOR),
                abi_minor: UInt16(MILLRACE_ABI_MINOR), runtime: Text(runtime), descriptors: makeStatic(descriptors),
                descriptor_count: UInt64(descriptors.count), extension: nil))
    }

    private static func describe(_ type: any PluginClass.Type) -> [millrace_descriptor] {
        var found: [millrace_descriptor] = []
        if let type = type as? any SourceConnector.Type { found.append(source(type)) }
        if let type = type as? any SinkConnector.Type { found.append(sink(type)) }
        if let type = type as? any Converter.Type { found.append(converter(type)) }
        if let type = type as? any HeaderConverter.Type { found.append(headerConverter(type)) }
        if let type = type as? any Transformation.Type { found.append(transformation(type)) }
        if let type = type as? any Predicate.Type { found.append(predicate(type)) }
        if let type = type as? any ConfigProvider.Type { found.append(configProvider(type)) }
        return found
    }

    static func descriptor(
        _ type: any PluginClass.Type, kind: some BinaryInteger, _ exported: ExportedClass,
        functions: UnsafeRawPointer
    ) -> millrace_descriptor {
        var descriptor = millrace_descriptor()
        descriptor.size = UInt32(MemoryLayout<millrace_descriptor>.size)
        descriptor.kind = UInt32(kind)
        descriptor.class_name = makeStatic(type.className)
        descriptor.version = makeStatic(type.version)
        descriptor.documentation = makeStatic(type.documentation)
        descriptor.aliases = makeStatic(type.aliases.map { makeStatic($0) })
        descriptor.alias_count = UInt64(type.aliases.count)
        descriptor.config = makeStatic(type.config, exported.context)
        descriptor.functions = functions
        descriptor.context = exported.context
        return descriptor
    }
}

/// Swift has no stable ABI on Linux: the worker must have the major and minor version that compiled this plugin.
#if compiler(>=6.6)
    #error("say here which Swift this is: plugins name the runtime that they need")
#elseif compiler(>=6.5)
    private let runtime: StaticString = "swift 6.5"
#elseif compiler(>=6.4)
    private let runtime: StaticString = "swift 6.4"
#else
    private let runtime: StaticString = "swift 6.3"
#endif
