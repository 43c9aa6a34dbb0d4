import CMillrace
import ConnectConfig
import ConnectData

/// A class of the plugin, as the C functions find it behind the `context` of its descriptor and of its keys. It lives as
/// long as the process, as all that the entry points to.
final class ExportedClass: Sendable {
    let config: ConfigDef
    private let make: @Sendable () -> AnyObject
    private let makeTask: (@Sendable () -> AnyObject)?

    /// - Parameters:
    ///   - make: makes what the `self` of the class's functions points to.
    ///   - makeTask: the same for the functions of a connector's task.
    init(
        config: ConfigDef, make: @escaping @Sendable () -> AnyObject, makeTask: (@Sendable () -> AnyObject)? = nil
    ) {
        self.config = config
        self.make = make
        self.makeTask = makeTask
    }

    /// A pointer to this object, which is never freed.
    var context: UnsafeRawPointer { UnsafeRawPointer(Unmanaged.passRetained(self).toOpaque()) }

    /// The class behind the context of a descriptor or a key.
    static func of(_ context: UnsafeRawPointer?) -> ExportedClass {
        guard let context else { preconditionFailure("the host calls a class without the context of its descriptor") }
        return Unmanaged<ExportedClass>.fromOpaque(context).takeUnretainedValue()
    }

    /// The `create` of a class's functions.
    static let create: Create = { host, context, place, error in
        put(in: place, host, error) { of(context).make() }
    }

    /// The `create` of a connector's task's functions.
    static let createTask: Create = { host, context, place, error in
        put(in: place, host, error) { of(context).makeTask?() }
    }

    typealias Create =
        @convention(c) (
            UnsafePointer<millrace_host>?, UnsafeRawPointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            UnsafeMutablePointer<millrace_error>?
        ) -> millrace_status

    private static func put(
        in place: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ host: UnsafePointer<millrace_host>?,
        _ error: UnsafeMutablePointer<millrace_error>?, _ make: () -> AnyObject?
    ) -> millrace_status {
        barrier(error) {
            guard let host, let place else {
                throw ConnectError(.fatal, "the host makes an instance without a table of its own or a place for it")
            }
            Host.install(host)
            place.pointee = make().map { Unmanaged.passRetained($0).toOpaque() }
        }
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
