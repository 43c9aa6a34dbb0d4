import CMillrace
import ConnectConfig
import ConnectData
import TaskProtocol

/// Checks what a plugin says of itself before anything of it is called.
struct DescriptorCheck {
    let path: String
    /// What the messages call the thing that is being checked.
    private var subject: String

    init(path: String, index: Int) {
        self.path = path
        subject = "descriptor \(index)"
    }

    mutating func check(_ pointer: UnsafePointer<millrace_descriptor>?) throws(PluginLoadError) -> PluginClass {
        let descriptor = try table(pointer, "the descriptor")
        try require(descriptor.class_name, "class_name")
        subject = descriptor.class_name.stringIfPresent ?? subject
        guard let kind = UInt8(exactly: descriptor.kind).flatMap(PluginDescription.Kind.init(rawValue:)) else {
            throw failure("has the kind \(descriptor.kind), which this host does not know")
        }
        try require(descriptor.version, "version")
        try optional(descriptor.documentation, "documentation")
        try texts(descriptor.aliases, descriptor.alias_count, "aliases")
        if descriptor.config != nil { try check(config: descriptor.config) }
        try check(functions: descriptor.functions, of: kind)
        return PluginClass(kind: kind, descriptor: descriptor)
    }

    // MARK: - Function tables

    private func check(functions: UnsafeRawPointer?, of kind: PluginDescription.Kind) throws(PluginLoadError) {
        switch kind {
        case .source:
            let source = try table(functions, as: millrace_source_connector_functions.self)
            try check(connector: source.connector)
            try optional(source.task_class, "task_class")
            let task = try table(source.task, "the task's functions")
            try require(task.create, "create of the task")
            try require(task.destroy, "destroy of the task")
            try require(task.start, "start of the task")
            try require(task.poll, "poll of the task")
        case .sink:
            let sink = try table(functions, as: millrace_sink_connector_functions.self)
            try check(connector: sink.connector)
            try optional(sink.task_class, "task_class")
            let task = try table(sink.task, "the task's functions")
            try require(task.create, "create of the task")
            try require(task.destroy, "destroy of the task")
            try require(task.start, "start of the task")
            try require(task.put, "put of the task")
        case .converter:
            let converter = try table(functions, as: millrace_converter_functions.self)
            try check(converter.create, converter.destroy)
            try require(converter.configure, "configure")
            try require(converter.from_connect, "from_connect")
            try require(converter.to_connect, "to_connect")
        case .headerConverter:
            let converter = try table(functions, as: millrace_header_converter_functions.self)
            try check(converter.create, converter.destroy)
            try require(converter.configure, "configure")
            try require(converter.from_connect, "from_connect")
            try require(converter.to_connect, "to_connect")
        case .transformation:
            let transformation = try table(functions, as: millrace_transformation_functions.self)
            try check(transformation.create, transformation.destroy)
            try require(transformation.configure, "configure")
            try require(transformation.apply, "apply")
        case .predicate:
            let predicate = try table(functions, as: millrace_predicate_functions.self)
            try check(predicate.create, predicate.destroy)
            try require(predicate.configure, "configure")
            try require(predicate.test, "test")
        case .configProvider:
            let provider = try table(functions, as: millrace_config_provider_functions.self)
            try check(provider.create, provider.destroy)
            try require(provider.configure, "configure")
            try require(provider.get, "get")
        }
    }

    private func check(connector: UnsafePointer<millrace_connector_functions>?) throws(PluginLoadError) {
        let connector = try table(connector, "the connector's functions")
        try check(connector.create, connector.destroy)
        try require(connector.start, "start")
        try require(connector.task_configs, "task_configs")
    }

    private func check<Create, Destroy>(_ create: Create?, _ destroy: Destroy?) throws(PluginLoadError) {
        try require(create, "create")
        try require(destroy, "destroy")
    }

    // MARK: - The definition of the configuration

    private func check(config pointer: UnsafePointer<millrace_config_definition>?) throws(PluginLoadError) {
        let definition = try table(pointer, "the config definition")
        let expected = MemoryLayout<millrace_config_key>.stride
        guard definition.key_size >= expected, definition.key_size % 8 == 0 else {
            throw failure(
                "has config keys of \(definition.key_size) bytes, expected \(expected); "
                    + "set key_size to sizeof(millrace_config_key)")
        }
        guard definition.key_count == 0 || definition.keys != nil, definition.key_count <= 100_000 else {
            throw failure("says that it has \(definition.key_count) config keys, but does not point to them")
        }
        let keys = (0..<Int(definition.key_count)).map { copyConfigKey(definition, at: $0) }
        for (index, key) in keys.enumerated() {
            try require(key.name, "name of config key \(index)")
            try check(key, key.name.string)
        }
        do {
            _ = try PluginClass.configDef(keys)
        } catch {
            throw failure("has a config definition that is not valid: \(error.message)")
        }
    }

    private func check(_ key: millrace_config_key, _ name: String) throws(PluginLoadError) {
        guard (1...9).contains(key.type) else {
            throw failure("config key \(name) has the type \(key.type), which is not one of MILLRACE_CONFIG_…")
        }
        guard key.importance <= 3 else {
            throw failure("config key \(name) has the importance \(key.importance), not one of MILLRACE_IMPORTANCE_…")
        }
        guard key.width <= 3 else {
            throw failure("config key \(name) has the width \(key.width), which is not one of MILLRACE_WIDTH_…")
        }
        try optional(key.default_value, "default_value of config key \(name)")
        try optional(key.documentation, "documentation of config key \(name)")
        try optional(key.group, "group of config key \(name)")
        try optional(key.display_name, "display_name of config key \(name)")
        try texts(key.dependents, UInt64(key.dependent_count), "dependents of config key \(name)")
        if key.allowed != nil { try texts(key.allowed, key.allowed_count, "allowed values of config key \(name)") }
    }

    // MARK: - Parts

    private func table<Table>(_ pointer: UnsafePointer<Table>?, _ name: String) throws(PluginLoadError) -> Table {
        guard let pointer else { throw failure("lacks \(name)") }
        guard UInt(bitPattern: pointer) % 8 == 0 else { throw failure("has \(name) at an address that is not aligned") }
        let size = UnsafeRawPointer(pointer).load(as: UInt32.self)
        guard size >= MemoryLayout<Table>.size else {
            throw failure("has \(name) with size \(size), expected \(MemoryLayout<Table>.size); set size to sizeof it")
        }
        return copyTable(pointer)
    }

    private func table<Table>(_ pointer: UnsafeRawPointer?, as type: Table.Type) throws(PluginLoadError) -> Table {
        try table(pointer?.assumingMemoryBound(to: type), "functions")
    }

    private func require<Function>(_ function: Function?, _ name: String) throws(PluginLoadError) {
        if function == nil { throw failure("lacks the function \(name)") }
    }

    private func require(_ text: millrace_string, _ name: String) throws(PluginLoadError) {
        guard text.data != nil, text.length > 0 else { throw failure("has no \(name)") }
        try optional(text, name)
    }

    private func optional(_ text: millrace_string, _ name: String) throws(PluginLoadError) {
        guard text.isPresent else { return }
        if !(0...1 << 24).contains(text.length) || !isValidUTF8(text.bytes) {
            throw failure("has a \(name) that is not UTF-8 text")
        }
    }

    private func texts(
        _ texts: UnsafePointer<millrace_string>?, _ count: UInt64, _ name: String
    ) throws(PluginLoadError) {
        guard count == 0 || texts != nil, count <= 100_000 else {
            throw failure("says that it has \(count) \(name), but does not point to them")
        }
        for text in UnsafeBufferPointer(start: texts, count: Int(count)) { try require(text, "text among its \(name)") }
    }

    private func failure(_ what: String) -> PluginLoadError {
        PluginLoadError(path, "\(subject) \(what)")
    }
}
