import CMillrace
import ConnectData

extension Plugin {
    static func source<Connector: SourceConnector>(_ type: Connector.Type) -> millrace_descriptor {
        let exported = ExportedClass(
            config: type.config, make: { ConnectorBox(Connector()) }, makeTask: { SourceTaskBox(Connector.Task()) })
        let table = millrace_source_connector_functions(
            size: UInt32(MemoryLayout<millrace_source_connector_functions>.size), reserved: 0,
            connector: makeStatic(connectorTable),
            task: makeStatic(sourceTaskTable(Connector.Task.self)),
            task_class: makeStatic(Connector.Task.className),
            exactly_once_support: type is any ExactlyOnceSource.Type ? exactlyOnceSupport : nil,
            transaction_boundaries: type is any ExactlyOnceSource.Type ? transactionBoundaries : nil,
            alter_offsets: type is any OffsetAlteringSource.Type ? alterSourceOffsets : nil)
        return descriptor(type, kind: MILLRACE_SOURCE_CONNECTOR, exported, functions: makeStatic(table))
    }
}

private func exactlyOnceSupport(
    _ box: UnsafeMutableRawPointer?, _ config: UnsafePointer<millrace_config>?, _ support: UnsafeMutablePointer<Int32>?,
    _ error: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    barrier(error) {
        guard let source = instance(box, ConnectorBox.self).connector as? any ExactlyOnceSource else { return }
        support?.pointee = try source.supportsExactlyOnce(properties(config)) ? supported : unsupported
    }
}

private func transactionBoundaries(
    _ box: UnsafeMutableRawPointer?, _ config: UnsafePointer<millrace_config>?, _ support: UnsafeMutablePointer<Int32>?,
    _ error: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    barrier(error) {
        guard let source = instance(box, ConnectorBox.self).connector as? any ExactlyOnceSource else { return }
        support?.pointee = try source.canDefineTransactionBoundaries(properties(config)) ? supported : unsupported
    }
}

private let supported = Int32(MILLRACE_SUPPORTED)
private let unsupported = Int32(MILLRACE_UNSUPPORTED)

private func alterSourceOffsets(
    _ box: UnsafeMutableRawPointer?, _ config: UnsafePointer<millrace_config>?, _ partitions: UnsafePointer<Value>?,
    _ offsets: UnsafePointer<Value>?, _ count: UInt32, _ accepted: UnsafeMutablePointer<Int32>?,
    _ error: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    barrier(error) {
        guard let source = instance(box, ConnectorBox.self).connector as? any OffsetAlteringSource else { return }
        let partitions = UnsafeBufferPointer(start: partitions, count: Int(count))
        let offsets = UnsafeBufferPointer(start: offsets, count: Int(count))
        let altered = try zip(partitions, offsets).map {
            AlteredOffset(partition: try OffsetMap(map: $0), offset: try OffsetMap(map: $1))
        }
        accepted?.pointee = try source.alterOffsets(properties(config), altered) ? 1 : 0
    }
}
