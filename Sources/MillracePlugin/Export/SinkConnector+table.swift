import CMillrace
import ConnectData

extension Plugin {
    static func sink<Connector: SinkConnector>(_ type: Connector.Type) -> millrace_descriptor {
        let exported = ExportedClass(
            config: type.config, make: { ConnectorBox(Connector()) }, makeTask: { SinkTaskBox(Connector.Task()) })
        let table = millrace_sink_connector_functions(
            size: UInt32(MemoryLayout<millrace_sink_connector_functions>.size), reserved: 0,
            connector: makeStatic(connectorTable), task: makeStatic(sinkTaskTable),
            task_class: makeStatic(Connector.Task.className),
            alter_offsets: type is any OffsetAlteringSink.Type ? alterSinkOffsets : nil)
        return descriptor(type, kind: MILLRACE_SINK_CONNECTOR, exported, functions: makeStatic(table))
    }
}

private func alterSinkOffsets(
    _ box: UnsafeMutableRawPointer?, _ config: UnsafePointer<millrace_config>?,
    _ offsets: UnsafePointer<millrace_topic_offset>?, _ count: UInt32, _ accepted: UnsafeMutablePointer<Int32>?,
    _ error: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    barrier(error) {
        guard let sink = instance(box, ConnectorBox.self).connector as? any OffsetAlteringSink else { return }
        var altered: [TopicPartition: Int64?] = [:]
        for offset in UnsafeBufferPointer(start: offsets, count: Int(count)) {
            altered.updateValue(offset.offset == -1 ? nil : offset.offset, forKey: TopicPartition(offset))
        }
        accepted?.pointee = try sink.alterOffsets(properties(config), altered) ? 1 : 0
    }
}
