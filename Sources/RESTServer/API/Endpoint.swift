internal import Worker

/// One operation of the API: a method, a path, and the herder call behind them.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (APIRequest, [String]) async throws -> APIResponse

    let method: String
    private let pattern: [Substring]
    let handler: Handler

    /// `pattern` is a path in which `*` stands for any one part; the handler gets these parts in order.
    init(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern.split(separator: "/")
        self.handler = handler
    }

    /// What stands for the stars, or nil if the path is another.
    func match(_ path: [String]) -> [String]? {
        guard path.count == pattern.count else { return nil }
        var parts: [String] = []
        for (part, expected) in zip(path, pattern) {
            if expected == "*" {
                parts.append(part)
            } else if part != expected {
                return nil
            }
        }
        return parts
    }
}
