public import CMillrace
import Synchronization

/// The host that has loaded this plugin: one for the process's whole life.
public enum Host {
    private static let installed = Atomic<UInt>(0)

    /// The host's table. The SDK notes it before it makes the first instance of any class.
    ///
    /// - Precondition: an instance of one of the plugin's classes has been made. Any thread.
    public static var table: UnsafePointer<millrace_host> {
        guard let table = tableIfInstalled else {
            preconditionFailure("the host was asked for something before it made an instance of any class")
        }
        return table
    }

    static var tableIfInstalled: UnsafePointer<millrace_host>? {
        UnsafePointer(bitPattern: installed.load(ordering: .acquiring))
    }

    /// Notes the host. The SDK calls it; tests that drive a connector without a host's process call it themselves.
    public static func install(_ table: UnsafePointer<millrace_host>) {
        installed.store(UInt(bitPattern: table), ordering: .releasing)
    }

    /// The table of an extension, or nil if this host has none of that name. Any thread.
    public static func `extension`<Table>(_ name: StaticString, as type: Table.Type) -> UnsafePointer<Table>? {
        guard let table = table.pointee.extension?(Text(name)) else { return nil }
        return table.assumingMemoryBound(to: Table.self)
    }
}
