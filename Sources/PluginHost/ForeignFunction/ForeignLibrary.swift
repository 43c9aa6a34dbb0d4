import CProcess
import ConnectData
import Glibc

/// A function of a shared library, which is loaded for good: threads and exit handlers may outlive its last call.
///
/// Loading runs the library's initialisers: only in a process that exists for plugin code.
struct ForeignLibrary {
    private let name: String
    private let handle: UnsafeMutableRawPointer

    /// Loads a library: a file by its absolute path, or what the system's loader finds under a name like `libm.so.6`.
    init(_ name: String) throws(ConnectError) {
        // The loader takes the empty name, or what ends before a NUL, for the program itself.
        guard !name.isEmpty, !name.utf8.contains(0) else {
            throw ConnectError(
                .badConfig,
                "library is \(name.isEmpty ? "empty" : "a text with a NUL"): write an absolute path, or a name such as "
                    + "libm.so.6")
        }
        if name.contains("/"), !name.hasPrefix("/") {
            throw ConnectError(
                .badConfig,
                "library '\(name)' is a relative path: write an absolute path, or a name such as libm.so.6")
        }
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            throw ConnectError(.badConfig, "library '\(name)' cannot be loaded: \(Self.lastError())")
        }
        self.name = name
        self.handle = handle
    }

    /// The function of that name.
    func function(_ symbol: String) throws(ConnectError) -> @convention(c) () -> Void {
        guard let address = dlsym(handle, symbol) else {
            throw ConnectError(.badConfig, "library '\(name)' has no symbol '\(symbol)': \(Self.lastError())")
        }
        if cprocess_is_variable(address) != 0 {
            throw ConnectError(.badConfig, "'\(symbol)' of the library '\(name)' is a variable, not a function")
        }
        return unsafeBitCast(address, to: (@convention(c) () -> Void).self)  // libffi calls it by the signature's type
    }

    private static func lastError() -> String { dlerror().map { String(cString: $0) } ?? "the loader gave no reason" }
}
