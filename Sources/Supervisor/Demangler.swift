internal import Glibc

/// Turns linker names into what the author wrote.
enum Demangler {
    /// The readable name of a Swift or C++ symbol; any other name as it is.
    static func readableName(of symbol: String) -> String {
        let demangled: UnsafeMutablePointer<CChar>?
        if symbol.hasPrefix("$s") || symbol.hasPrefix("$S") || symbol.hasPrefix("_$s") {
            demangled = swiftDemangle(symbol, symbol.utf8.count, nil, nil, 0)
        } else if symbol.hasPrefix("_Z"), let demangleCXX {
            demangled = demangleCXX(symbol, nil, nil, nil)
        } else {
            return symbol
        }
        guard let demangled else { return symbol }
        defer { free(demangled) }
        return String(cString: demangled)
    }

    private typealias CXXDemangle =
        @convention(c) (
            UnsafePointer<CChar>, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?,
            UnsafeMutablePointer<Int32>?
        ) -> UnsafeMutablePointer<CChar>?

    /// The C++ runtime's, which the Swift runtime brings along.
    private static let demangleCXX: CXXDemangle? = dlsym(nil, "__cxa_demangle").map {
        unsafeBitCast($0, to: CXXDemangle.self)
    }
}

@_silgen_name("swift_demangle")
private func swiftDemangle(
    _ name: UnsafePointer<CChar>, _ length: Int, _ buffer: UnsafeMutablePointer<CChar>?,
    _ bufferSize: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?
