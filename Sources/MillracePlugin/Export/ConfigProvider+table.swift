import CMillrace
import ConnectData

private final class ConfigProviderBox {
    let provider: any ConfigProvider

    init(_ provider: any ConfigProvider) {
        self.provider = provider
    }
}

extension Plugin {
    static func configProvider<Provider: ConfigProvider>(_ type: Provider.Type) -> millrace_descriptor {
        let exported = ExportedClass(config: type.config, make: { ConfigProviderBox(Provider()) })
        let table = millrace_config_provider_functions(
            size: UInt32(MemoryLayout<millrace_config_provider_functions>.size), reserved: 0,
            create: ExportedClass.create,
            destroy: { destroyInstance($0) },
            configure: { box, config, error in
                barrier(error) { try instance(box, ConfigProviderBox.self).provider.configure(properties(config)) }
            },
            get: { box, path, keys, count, values, lifetime, error in
                barrier(error) {
                    let names = UnsafeBufferPointer(start: keys, count: Int(count)).map(\.string)
                    let data = try instance(box, ConfigProviderBox.self).provider.get(
                        path: path.string, keys: names.isEmpty ? nil : names)
                    lifetime?.pointee = data.lifetime ?? -1
                    add(data.values, to: values)
                }
            })
        return descriptor(type, kind: MILLRACE_CONFIG_PROVIDER, exported, functions: makeStatic(table))
    }
}
