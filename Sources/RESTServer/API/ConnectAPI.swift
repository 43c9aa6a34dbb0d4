internal import Logging
public import Worker

/// Connect's REST API: translates requests into calls of a herder, and what comes of them into answers.
public struct ConnectAPI: Sendable {
    let herder: any Herder
    private let endpoints: [Endpoint]
    private let logger = Logger(label: "millrace.rest")

    /// The API in front of a herder.
    public init(herder: any Herder) {
        self.herder = herder
        endpoints =
            Self.workerEndpoints(herder) + Self.pluginEndpoints(herder) + Self.connectorEndpoints(herder)
            + Self.stateEndpoints(herder)
    }

    /// Answers a request; what goes wrong is an answer as well.
    public func respond(to request: APIRequest) async -> APIResponse {
        let matches = endpoints.compactMap { endpoint in endpoint.match(request.path).map { (endpoint, $0) } }
        guard !matches.isEmpty else { return .error(404, "HTTP 404 Not Found") }
        if request.method == "OPTIONS" { return allowance(matches.map(\.0.method)) }
        let method = request.method == "HEAD" ? "GET" : request.method
        guard let (endpoint, parts) = matches.first(where: { $0.0.method == method }) else {
            var response = APIResponse.error(405, "HTTP 405 Method Not Allowed")
            response.headers = allowance(matches.map(\.0.method)).headers
            return response
        }
        if !request.body.isEmpty, let type = request.contentType, type != "application/json" {
            return .error(415, "HTTP 415 Unsupported Media Type")
        }
        do {
            var response = try await endpoint.handler(request, parts)
            if request.method == "HEAD" { response.body = nil }
            return response
        } catch let error as HerderError {
            return .error(error.status, error.description)
        } catch {
            logger.error("\(request.method) /\(request.path.joined(separator: "/")) failed: \(error)")
            return .error(500, "\(error)")
        }
    }

    private func allowance(_ methods: [String]) -> APIResponse {
        var response = APIResponse(status: 200)
        let all = (methods.contains("GET") ? ["HEAD"] : []) + methods + ["OPTIONS"]
        response.headers = [("Allow", all.joined(separator: ","))]
        return response
    }
}

extension HerderError {
    /// The HTTP status that Connect answers with.
    var status: Int {
        switch self {
        case .notFound: 404
        case .conflict: 409
        case .badRequest: 400
        case .failed: 500
        }
    }
}
