extension ConfigDef {
    /// Suggests the values of a key in the light of the others, and decides whether tools show it.
    public struct Recommender: Sendable {
        /// The values to choose from, or none if there is nothing to suggest. Called from any thread.
        public let validValues: @Sendable (_ key: String, _ values: [String: Value]) throws(ConfigError) -> [Value]

        /// Whether tools show the key. Called from any thread.
        public let isVisible: @Sendable (_ key: String, _ values: [String: Value]) throws(ConfigError) -> Bool

        /// A recommender; both closures get the key's name and the values of all keys that could be read.
        public init(
            validValues: @escaping @Sendable (String, [String: Value]) throws(ConfigError) -> [Value],
            isVisible: @escaping @Sendable (String, [String: Value]) throws(ConfigError) -> Bool = {
                _, _ throws(ConfigError) in true
            }
        ) {
            self.validValues = validValues
            self.isVisible = isVisible
        }

        /// A recommender of values that do not depend on anything.
        public static func values(_ values: [Value]) -> Recommender {
            Recommender(validValues: { _, _ throws(ConfigError) in values })
        }
    }
}
