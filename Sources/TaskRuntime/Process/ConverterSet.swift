internal import ConnectData
internal import Converters
internal import PluginHost
internal import TaskProtocol

/// The converters and transformations of a task, made from the connector's configuration and the worker's defaults.
struct ConverterSet {
    let key: (name: String, converter: any BatchConverter)
    let value: (name: String, converter: any BatchConverter)
    let header: (name: String, converter: any BatchHeaderConverter)

    /// Throws `.badConfig` for a class that is not known, or that refuses its settings.
    init(_ start: ProcessStart, plugins: PluginClasses) throws(ConnectError) {
        let simple = "org.apache.kafka.connect.storage.SimpleHeaderConverter"
        let keyClass = Self.settings("key.converter", start, default: nil)
        let valueClass = Self.settings("value.converter", start, default: nil)
        let headerClass = Self.settings("header.converter", start, default: simple)
        key = (keyClass.name, try plugins.converter(keyClass.name, keyClass.config, .key))
        value = (valueClass.name, try plugins.converter(valueClass.name, valueClass.config, .value))
        header = (headerClass.name, try plugins.headerConverter(headerClass.name, headerClass.config))
    }

    /// A connector that names a converter sets its properties too; the worker's are for the worker's converter only.
    private static func settings(
        _ key: String, _ start: ProcessStart, default standard: String?
    ) -> (name: String, config: [String: String]) {
        if let name = start.connectorConfig.text(key) { return (name, start.connectorConfig.under(key + ".")) }
        let name = start.workerConfig.text(key) ?? standard ?? ""
        return (name, start.workerConfig.under(key + "."))
    }
}
