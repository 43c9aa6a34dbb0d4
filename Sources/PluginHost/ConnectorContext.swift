import CMillrace
import ConnectData

/// What the `context` of a connector's context table points to.
final class ConnectorContext: OffsetContext {
    let table: UnsafeMutablePointer<millrace_connector_context>
    private let services: any ConnectorServices

    init(_ services: any ConnectorServices, isSource: Bool) {
        self.services = services
        table = .allocate(capacity: 1)
        super.init(services)
        table.initialize(
            to: millrace_connector_context(
                size: UInt32(MemoryLayout<millrace_connector_context>.size), reserved: 0, context: pointer,
                host: HostTable.pointer,
                request_task_reconfiguration: { connectorServices($0)?.requestTaskReconfiguration() },
                raise_error: { connectorServices($0)?.raiseError($1.tolerantString) },
                read_offsets: isSource ? readOffsets : nil))
    }

    deinit { table.deallocate() }

    fileprivate static func of(_ context: UnsafeMutableRawPointer) -> any ConnectorServices {
        Unmanaged<ConnectorContext>.fromOpaque(context).takeUnretainedValue().services
    }
}

private func connectorServices(_ context: UnsafeMutableRawPointer?) -> (any ConnectorServices)? {
    context.map(ConnectorContext.of)
}
