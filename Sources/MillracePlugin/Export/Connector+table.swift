import CMillrace
import ConnectData

/// What the `self` of a connector's functions points to.
final class ConnectorBox {
    let connector: any Connector

    init(_ connector: any Connector) {
        self.connector = connector
    }
}

/// The functions that every connector has.
var connectorTable: millrace_connector_functions {
    millrace_connector_functions(
        size: UInt32(MemoryLayout<millrace_connector_functions>.size), reserved: 0,
        create: ExportedClass.create,
        destroy: { destroyInstance($0) },
        start: { box, context, config, error in
            barrier(error) {
                guard let context else { throw ConnectError(.fatal, "the host starts a connector without a context") }
                try instance(box, ConnectorBox.self).connector.start(properties(config), ConnectorContext(context))
            }
        },
        stop: { box, error in
            barrier(error) { try instance(box, ConnectorBox.self).connector.stop() }
        },
        task_configs: { box, maximum, sink, error in
            barrier(error) {
                let configs = try instance(box, ConnectorBox.self).connector.taskConfigs(maxTasks: Int(maximum))
                for config in configs { add(config, to: sink) }
            }
        },
        validate: { box, config, sink, error in
            barrier(error) {
                for complaint in try instance(box, ConnectorBox.self).connector.validate(properties(config)) {
                    let texts = TextMemory()
                    sink?.pointee.add_error?(
                        sink?.pointee.context, texts.add(complaint.key), texts.add(complaint.message))
                    withExtendedLifetime(texts) {}
                }
            }
        })
}
