internal import HTTPTypes
internal import Hummingbird
internal import Worker

/// Carries requests from HTTP to the API, and its answers back.
struct APIResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let api: ConnectAPI
    let responseHeaders: [HTTPHeaderRule]
    private static let largestBody = 10 << 20

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        var body: [UInt8] = []
        do {
            for try await part in request.body {
                body.append(contentsOf: part.readableBytesView)
                guard body.count <= Self.largestBody else { return response(.error(413, "HTTP 413 Request Too Large")) }
            }
        } catch {
            return response(.error(400, "HTTP 400 Bad Request"))
        }
        let answer = await api.respond(
            to: APIRequest(
                method: request.method.rawValue, target: request.uri.string,
                contentType: request.headers[.contentType],
                base: request.head.authority.map { "http://\($0)" } ?? "", body: body))
        return response(answer)
    }

    private func response(_ answer: APIResponse) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        for rule in responseHeaders {
            guard let name = HTTPField.Name(rule.name) else { continue }
            switch rule.action {
            case .set: headers[name] = rule.value
            case .add: headers.append(HTTPField(name: name, value: rule.value))
            case .setDate: headers[name] = HTTPDate.text(milliseconds: rule.value)
            case .addDate: headers.append(HTTPField(name: name, value: HTTPDate.text(milliseconds: rule.value)))
            }
        }
        guard let body = answer.body else { return Response(status: .init(code: answer.status), headers: headers) }
        headers[.contentType] = "application/json"
        return Response(
            status: .init(code: answer.status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body.utf8)))
    }
}
