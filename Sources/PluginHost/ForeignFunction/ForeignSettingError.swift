import ConnectData

/// What is wrong with the settings of a foreign function, and which of them is to be changed.
struct ForeignSettingError: Error {
    let key: String
    let reason: String

    init(_ key: String, _ reason: String) {
        self.key = key
        self.reason = reason
    }

    /// What a task fails with.
    var connectError: ConnectError { ConnectError(.badConfig, "Invalid \(key): \(reason)") }

    /// Says of the errors of `body` which setting they are about.
    static func about<T>(
        _ key: String, _ body: () throws(ConnectError) -> T
    ) throws(ForeignSettingError) -> T {
        do throws(ConnectError) { return try body() } catch { throw ForeignSettingError(key, error.message) }
    }
}
