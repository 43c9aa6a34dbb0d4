import CMillrace
import ConnectData

/// What every wrapper of a plugin's instance has: the instance, its class and the buffer for its errors.
final class PluginInstance {
    typealias Create =
        @convention(c) (
            UnsafePointer<millrace_host>?, UnsafeRawPointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            UnsafeMutablePointer<millrace_error>?
        ) -> millrace_status
    typealias Destroy = @convention(c) (UnsafeMutableRawPointer?) -> Void

    let plugin: PluginClass
    let errors: PluginErrors
    /// What the plugin made; NULL is allowed, for a class that keeps no state.
    private(set) var pointer: UnsafeMutableRawPointer?
    private var destroyFunction: Destroy?

    init(_ plugin: PluginClass, create: Create?, destroy: Destroy?) throws(ConnectError) {
        self.plugin = plugin
        errors = PluginErrors(className: plugin.name)
        guard let create else { return }
        try errors.check("create") { create(HostTable.pointer, plugin.descriptor.context, &pointer, $0) }
        destroyFunction = destroy
    }

    deinit { destroy() }

    func destroy() {
        destroyFunction?(pointer)
        destroyFunction = nil
        pointer = nil
    }

    /// A call that returns a status. A function that the plugin leaves out has nothing to say and does not fail.
    @inline(__always)
    func call<Function>(
        _ name: StaticString, _ function: Function?,
        _ body: (Function, UnsafeMutableRawPointer?, UnsafeMutablePointer<millrace_error>) -> millrace_status
    ) throws(ConnectError) {
        guard let function else { return }
        try errors.check(name) { body(function, pointer, $0) }
    }
}
