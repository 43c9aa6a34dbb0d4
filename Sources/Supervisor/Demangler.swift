internal import Glibc

/// Turns linker names into what the author wrote.
enum Demangler {
    /// The readable name of a Swift or C++ symbol; any other name as it is.
    static func readableName(of symbol: String) -> String {
        let isSwift = symbol.hasPrefix("$s") || symbol.hasPrefix("$S") || symbol.hasPrefix("_$s")
        let demangled: UnsafeMutablePointer<CChar>?
        if isSwift {
            demangled = swiftDemangle(symbol, symbol.utf8.count, nil, nil, 0)
        } else if symbol.hasPrefix("_Z"), let demangleCXX {
            demangled = demangleCXX(symbol, nil, nil, nil)
        } else {
            return symbol
        }
        guard let demangled else { return symbol }
        defer { free(demangled) }
        let name = String(cString: demangled)
        return isSwift ? withoutFileHashes(name) : name
    }

    /// A private declaration's name carries a hash of its file, "(poll in _1B34…)": it tells a reader nothing.
    private static func withoutFileHashes(_ name: String) -> String {
        let hash = #/ in _[0-9A-F]{32}/#
        return name.replacing(hash, with: "")
    }

    private typealias CXXDemangle =
        @convention(c) (
            UnsafePointer<CChar>, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?,
            UnsafeMutablePointer<Int32>?
        ) -> UnsafeMutablePointer<CChar>?

    /// The C++ runtime's, which the Swift runtime brings along.
    private static let demangleCXX: CXXDemangle? = dlsym(nil, "__cxa_demangle").map {
        unsafeBitCast($0, to: CXXDemangle.self)  // the type is that of <cxxabi.h>
    }
}

@_silgen_name("swift_demangle")
private func swiftDemangle(
    _ name: UnsafePointer<CChar>, _ length: Int, _ buffer: UnsafeMutablePointer<CChar>?,
    _ bufferSize: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?
