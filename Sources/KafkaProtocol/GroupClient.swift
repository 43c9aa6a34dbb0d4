internal import NIOCore
internal import NIOPosix

/// What the daemon has to say to a group's coordinator on behalf of a member that can speak no more.
package struct GroupClient: Sendable {
    private let bootstrap: [BrokerAddress]
    private let security: ClientSecurity
    private let clientId: String

    /// A client; it connects when it is asked something.
    ///
    /// - Parameter clientId: a name for the broker's logs and quotas.
    package init(bootstrap: [BrokerAddress], security: ClientSecurity, clientId: String = "millrace") {
        self.bootstrap = bootstrap
        self.security = security
        self.clientId = clientId
    }

    /// A client for the cluster that a consumer's properties name, in librdkafka's names: `bootstrap.servers`,
    /// `security.protocol`, `sasl.*`.
    ///
    /// - Throws: for an address that is none, and for security that this client does not speak.
    package init(librdkafka properties: [(String, String)], clientId: String = "millrace") throws(GroupClientError) {
        let servers = properties.last { $0.0 == "bootstrap.servers" }?.1 ?? ""
        var bootstrap: [BrokerAddress] = []
        for address in servers.split(separator: ",") { bootstrap.append(try BrokerAddress(parsing: String(address))) }
        self.init(bootstrap: bootstrap, security: try ClientSecurity(librdkafka: properties), clientId: clientId)
    }

    /// Takes a member whose process has died out of its group, so that its partitions go to others, or to its
    /// successor, at once and not after `session.timeout.ms`.
    ///
    /// A member that the group does not know any more is no error. Brokers that cannot be reached and coordinators that
    /// move are tried again until the time is over. A cancelled task ends with `timeout`.
    package func leave(
        group: String, memberId: String, reason: String = "the process has ended", timeout: Duration
    ) async throws(GroupClientError) {
        var member = LeaveGroupRequest.MemberIdentity()
        member.memberId = memberId
        member.reason = reason
        var request = LeaveGroupRequest()
        request.groupId = group
        // Before version 3, one member leaves at a time.
        request.memberId = memberId
        request.members = [member]
        try await repeating(for: timeout) { [request] in
            let response = try await ask(coordinatorOf: group, request)
            let code = response.errorCode == .none ? response.members.first?.errorCode ?? .none : response.errorCode
            if code != .unknownMemberId { try code.check("LeaveGroup of \(group)") }
        }
    }

    private func ask<Request: WireRequest>(
        coordinatorOf group: String, _ request: Request
    ) async throws -> Request.Response {
        let coordinator = try await findCoordinator(of: group)
        return try await connect(coordinator) { connection in try await connection.send(request) }
    }

    /// Asks the brokers one after the other until one answers.
    private func findCoordinator(of group: String) async throws -> BrokerAddress {
        var request = FindCoordinatorRequest()
        // Before version 4, there is one key.
        request.key = group
        request.coordinatorKeys = [group]
        var failure = Retry("there are no addresses")
        for address in bootstrap {
            do {
                return try await connect(address) { [request] connection in
                    let response = try await connection.send(request)
                    let found = response.coordinators.first
                    try (found?.errorCode ?? response.errorCode).check("FindCoordinator of \(group)")
                    let host = found?.host ?? response.host
                    guard !host.isEmpty else { throw Retry("\(address) names no coordinator") }
                    return BrokerAddress(host: host, port: Int(found?.port ?? response.port))
                }
            } catch let error as GroupClientError {
                throw error
            } catch let error as Retry {
                failure = error
            } catch {
                failure = Retry("\(address): \(error)")
            }
        }
        throw failure
    }

    private func connect<Result: Sendable>(
        _ address: BrokerAddress, _ body: @Sendable (inout BrokerConnection) async throws -> Result
    ) async throws -> Result {
        try await BrokerConnection.with(
            address, security, clientId: clientId, on: MultiThreadedEventLoopGroup.singleton, body)
    }
}

// MARK: - Attempts

/// A failure after which another attempt may succeed.
private struct Retry: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

extension ErrorCode {
    /// Throws what the code means to the caller: nothing, another attempt, or the end.
    fileprivate func check(_ request: String) throws {
        switch self {
        case .none: return
        case .coordinatorLoadInProgress, .coordinatorNotAvailable, .notCoordinator: throw Retry("\(request): \(self)")
        default: throw GroupClientError.refused(request, self)
        }
    }
}

/// Runs an operation until it succeeds or fails for good, or the time is over.
private func repeating(
    for timeout: Duration, _ operation: @escaping @Sendable () async throws -> Void
) async throws(GroupClientError) {
    let deadline = ContinuousClock.now + timeout
    var reason = "the broker does not answer"
    while !Task.isCancelled, ContinuousClock.now < deadline {
        do {
            return try await attempt(operation, until: deadline)
        } catch let error as GroupClientError {
            throw error
        } catch let error as Retry {
            reason = error.reason
        } catch is CancellationError {
            // The deadline; what went wrong before says more.
            break
        } catch {
            reason = "\(error)"
        }
        try? await Task.sleep(for: .milliseconds(100))
    }
    throw .timeout(reason)
}

/// Runs an operation, which is cancelled at the deadline.
private func attempt(
    _ operation: @escaping @Sendable () async throws -> Void, until deadline: ContinuousClock.Instant
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask(operation: operation)
        group.addTask {
            try await Task.sleep(until: deadline)
            throw CancellationError()
        }
        defer { group.cancelAll() }
        try await group.next()
    }
}
