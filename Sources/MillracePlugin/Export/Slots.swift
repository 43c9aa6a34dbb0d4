import CMillrace
import CMillracePlugin
import ConnectConfig
import ConnectData
import Synchronization

/// The classes that hold a slot: what C's functions find by the slot's number.
enum Slots {
    struct Occupant: Sendable {
        let make: @Sendable () -> AnyObject
        let config: ConfigDef
    }

    private static let occupants = Mutex<[Occupant]>([])

    /// Takes the next slot.
    static func take(config: ConfigDef = ConfigDef(), make: @escaping @Sendable () -> AnyObject) -> millrace_plugin_slot
    {
        let slot = occupants.withLock { occupants in
            precondition(
                occupants.count < Int(MILLRACE_PLUGIN_SLOTS),
                "a plugin has at most \(MILLRACE_PLUGIN_SLOTS) classes, where a connector and its task are two")
            occupants.append(Occupant(make: make, config: config))
            return UInt32(occupants.count - 1)
        }
        return millrace_plugin_slot_at(slot).pointee
    }

    static func occupant(_ slot: UInt32) -> Occupant {
        occupants.withLock { $0[Int(slot)] }
    }
}

@c @implementation
func millrace_plugin_create(
    _ slot: UInt32, _ host: UnsafePointer<millrace_host>?, _ instance: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ error: UnsafeMutablePointer<millrace_error>?
) -> millrace_status {
    barrier(error) {
        guard let host, let instance else {
            throw ConnectError(.fatal, "the host makes an instance without a table of its own or a place for it")
        }
        Host.install(host)
        instance.pointee = Unmanaged.passRetained(Slots.occupant(slot).make()).toOpaque()
    }
}

/// The object behind the `self` of a C function.
func instance<Instance: AnyObject>(_ pointer: UnsafeMutableRawPointer?, _ type: Instance.Type) -> Instance {
    guard let pointer else { preconditionFailure("the host calls an instance that it did not make") }
    return Unmanaged<Instance>.fromOpaque(pointer).takeUnretainedValue()
}

/// Ends the object behind the `self` of a C function.
func destroyInstance(_ pointer: UnsafeMutableRawPointer?) {
    if let pointer { Unmanaged<AnyObject>.fromOpaque(pointer).release() }
}
