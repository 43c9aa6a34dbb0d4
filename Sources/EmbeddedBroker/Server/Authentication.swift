internal import KafkaProtocol
internal import NIOCore

/// What a connection has to prove before it is served: nothing, or a name and its password (SASL PLAIN, RFC 4616).
struct Authentication {
    /// What becomes of a request.
    enum Verdict {
        /// It is served.
        case pass
        /// It was part of the proof, and this is the answer.
        case answer(ByteBuffer)
    }

    /// A client that may not go on. Kafka closes its connection, too.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private enum State {
        case anonymous
        case mechanismAgreed
        case proven
    }

    private let credentials: Credentials?
    private var state = State.anonymous

    init(credentials: Credentials?) {
        self.credentials = credentials
    }

    /// Judges the next request of the connection.
    mutating func check(_ request: IncomingRequest) throws -> Verdict {
        switch request.header.requestApiKey {
        case .apiVersions: return .pass
        case .saslHandshake: return .answer(try handshake(request))
        case .saslAuthenticate: return .answer(try authenticate(request))
        default:
            guard credentials == nil || state == .proven else {
                throw Failure(
                    description: "a request of \(request.header.requestApiKey) before the client has proven itself")
            }
            return .pass
        }
    }

    private mutating func handshake(_ incoming: IncomingRequest) throws -> ByteBuffer {
        let request: SaslHandshakeRequest = try incoming.decoded()
        var response = SaslHandshakeResponse()
        response.mechanisms = credentials == nil ? [] : ["PLAIN"]
        if credentials == nil || request.mechanism != "PLAIN" {
            response.errorCode = .unsupportedSaslMechanism
        } else {
            // Version 0 would go on with bytes that no request frames.
            guard incoming.header.requestApiVersion >= 1 else {
                throw Failure(description: "SaslHandshake of version 0")
            }
            state = .mechanismAgreed
        }
        return try incoming.encoded(response)
    }

    private mutating func authenticate(_ incoming: IncomingRequest) throws -> ByteBuffer {
        let request: SaslAuthenticateRequest = try incoming.decoded()
        var response = SaslAuthenticateResponse()
        if let credentials, state == .mechanismAgreed {
            if credentials.accept(plain: request.authBytes) {
                state = .proven
            } else {
                state = .anonymous
                response.errorCode = .saslAuthenticationFailed
                response.errorMessage = "Authentication failed: Invalid username or password"
            }
        } else {
            response.errorCode = .illegalSaslState
            response.errorMessage = "SaslAuthenticate request received without a successful SaslHandshake"
        }
        return try incoming.encoded(response)
    }
}
