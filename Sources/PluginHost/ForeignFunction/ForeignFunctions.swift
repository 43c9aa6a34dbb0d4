import ConnectConfig
public import ConnectData
public import Transforms

/// The transformation and the predicate that call functions of shared libraries: built in like those of `Transforms`, but
/// their making loads code, which only a plugin process may do.
public enum ForeignFunctions {
    /// What the worker says of the transformation's classes. Reading it loads nothing.
    public static let transformations = ForeignFunctionTransformation.descriptors

    /// What the worker says of the predicate's classes. Reading it loads nothing.
    public static let predicates = ForeignFunctionPredicate.descriptors

    /// A transformation of that class; nil for the name of another. Throws `.badConfig` for settings that are wrong: a
    /// library or symbol that is not there, a signature that cannot be read, arguments that do not fit it.
    public static func transformation(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchTransformation)? {
        try transformations.first { $0.className == name }?.make(config)
    }

    /// A predicate of that class; nil for the name of another. Throws as ``transformation(_:_:)`` does.
    public static func predicate(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchPredicate)? {
        try predicates.first { $0.className == name }?.make(config)
    }

    /// What is wrong with settings of which each is right by itself: a symbol that the library does not have, arguments
    /// that the signature does not take. Loads the library: only in a process that exists for plugin code.
    ///
    /// - Returns: the setting that is to be changed, and why; nil if nothing is wrong, or for the name of another class.
    public static func mistake(_ name: String, _ config: [String: String]) -> (key: String, reason: String)? {
        do throws(ForeignSettingError) {
            if let descriptor = transformations.first(where: { $0.className == name }),
                let settings = try? descriptor.configDef.settings(config)
            {
                _ = try ForeignFunction(settings)
            }
            if let descriptor = predicates.first(where: { $0.className == name }),
                let settings = try? descriptor.configDef.settings(config)
            {
                _ = try ForeignFunctionPredicate.function(settings)
            }
            return nil
        } catch {
            return (error.key, error.reason)
        }
    }
}
