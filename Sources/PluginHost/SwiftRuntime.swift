/// The Swift runtime of this process, as a plugin names the one that it needs: `swift 6.3`.
///
/// Swift has no stable ABI on Linux, so a plugin that links the runtime dynamically needs the very major and minor
/// version that the worker brings.
let swiftRuntime: String = {
    let version = "\(_SwiftStdlibVersion.current)".split(separator: ".")
    return "swift \(version.prefix(2).joined(separator: "."))"
}()
