import KafkaProtocol
import Logging
import NIOCore
import Testing

@testable import EmbeddedBroker

/// An answer that may be still to come.
final class Answer<Response> {
    private(set) var all: [Response] = []
    var response: Response? { all.first }

    func callAsFunction(_ response: Response) { all.append(response) }
}

/// A coordinator, and a clock that only the test moves.
final class GroupBench {
    /// What a member says of itself.
    struct Options {
        var group = "g"
        var memberId = ""
        var instanceId: String?
        var protocolType = "consumer"
        var protocols = [("range", "")]
        var sessionTimeoutMs: Int32 = 10_000
        var rebalanceTimeoutMs: Int32 = 60_000
        var version: Int16 = 9
    }

    /// What was stored of a group: its members' assignments.
    struct Stored: Equatable {
        let group: String
        let generation: Int32
        let assignments: [String: String]
    }

    private(set) var now = NIODeadline.uptimeNanoseconds(0) + .hours(1)
    var stored: [Stored] = []
    var storingFails: ErrorCode?
    private let initialDelay: Duration
    private var idCount = 0

    private(set) lazy var coordinator: GroupCoordinator = {
        var configuration = BrokerConfiguration(directory: "")
        configuration.initialRebalanceDelay = initialDelay
        return GroupCoordinator(
            configuration, logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() }),
            makeUniqueId: { [unowned self] in
                idCount += 1
                return "\(idCount)"
            },
            store: { [unowned self] group throws(ErrorCode) in try store(group) })
    }()

    init(initialDelay: Duration = .zero) {
        self.initialDelay = initialDelay
    }

    private func store(_ group: Group) throws(ErrorCode) {
        if let storingFails { throw storingFails }
        let assignments = group.members.map { ($0.id, String(buffer: $0.assignment)) }
        stored.append(
            Stored(
                group: group.id, generation: group.generation,
                assignments: Dictionary(uniqueKeysWithValues: assignments)))
    }

    /// Moves the clock, stopping at every deadline on the way, as a broker's timer does.
    func wait(_ duration: Duration) {
        let end = now + TimeAmount(duration)
        while coordinator.nextDeadline <= end {
            now = max(now, coordinator.nextDeadline)
            coordinator.expire(now: now)
        }
        now = end
    }

    func state(_ group: String = "g") -> String { coordinator.describe(group).groupState }
    func memberIds(_ group: String = "g") -> Set<String> { Set(coordinator.describe(group).members.map(\.memberId)) }

    /// Sends one JoinGroup.
    func join(_ change: (inout Options) -> Void = { _ in }) -> Answer<JoinGroupResponse> {
        var options = Options()
        change(&options)
        return join(options)
    }

    func join(_ options: Options) -> Answer<JoinGroupResponse> {
        var request = JoinGroupRequest()
        request.groupId = options.group
        request.memberId = options.memberId
        request.groupInstanceId = options.instanceId
        request.protocolType = options.protocolType
        request.sessionTimeoutMs = options.sessionTimeoutMs
        request.rebalanceTimeoutMs = options.rebalanceTimeoutMs
        request.protocols = options.protocols.map { name, metadata in
            var entry = JoinGroupRequest.JoinGroupRequestProtocol()
            entry.name = name
            entry.metadata = ByteBuffer(string: metadata)
            return entry
        }
        let answer = Answer<JoinGroupResponse>()
        coordinator.join(
            request, version: options.version, clientId: "client", clientHost: "/127.0.0.1", now: now,
            reply: { answer($0) })
        return answer
    }

    /// Joins as clients do: where the broker asks for it, once more with the id that it gave.
    func enter(_ change: (inout Options) -> Void = { _ in }) -> Answer<JoinGroupResponse> {
        var options = Options()
        change(&options)
        let first = join(options)
        guard let response = first.response, response.errorCode == .memberIdRequired else { return first }
        options.memberId = response.memberId
        return join(options)
    }

    /// Sends one SyncGroup.
    func sync(
        _ memberId: String, generation: Int32, instanceId: String? = nil, group: String = "g",
        protocolName: String? = nil, assigning assignments: [String: String] = [:]
    ) -> Answer<SyncGroupResponse> {
        var request = SyncGroupRequest()
        request.groupId = group
        request.memberId = memberId
        request.groupInstanceId = instanceId
        request.generationId = generation
        request.protocolName = protocolName
        request.assignments = assignments.map { id, text in
            var assignment = SyncGroupRequest.SyncGroupRequestAssignment()
            assignment.memberId = id
            assignment.assignment = ByteBuffer(string: text)
            return assignment
        }
        let answer = Answer<SyncGroupResponse>()
        coordinator.sync(request, now: now, reply: { answer($0) })
        return answer
    }

    func heartbeat(
        _ memberId: String, generation: Int32, instanceId: String? = nil, group: String = "g"
    ) -> ErrorCode {
        var request = HeartbeatRequest()
        request.groupId = group
        request.memberId = memberId
        request.groupInstanceId = instanceId
        request.generationId = generation
        return coordinator.heartbeat(request, now: now)
    }

    /// Takes members, each named by its id, its instance id or both, out of the group.
    func leave(
        _ members: [(memberId: String, instanceId: String?)], group: String = "g", version: Int16 = 5
    ) -> LeaveGroupResponse {
        var request = LeaveGroupRequest()
        request.groupId = group
        if version < 3 { request.memberId = members[0].memberId }
        request.members = members.map { memberId, instanceId in
            var member = LeaveGroupRequest.MemberIdentity()
            member.memberId = memberId
            member.groupInstanceId = instanceId
            return member
        }
        return coordinator.leave(request, version: version, now: now)
    }

    func commit(
        _ memberId: String, generation: Int32, instanceId: String? = nil, group: String = "g", version: Int16 = 9
    ) -> ErrorCode {
        coordinator.validateCommit(
            group: group, generation: generation, memberId: memberId, instanceId: instanceId, version: version, now: now
        )
    }

    /// A stable group of this many dynamic members in generation 1; the first leads. Each is assigned its own id.
    func stableGroup(of count: Int, _ change: (inout Options) -> Void = { _ in }) throws -> [String] {
        var options = Options()
        change(&options)
        let ids = try (0..<count).map { _ in try join(options).value.memberId }
        for id in ids {
            options.memberId = id
            _ = join(options)
        }
        wait(.zero)
        try complete(generation: 1, leader: ids[0], ids, group: options.group)
        return ids
    }

    /// All of a generation's members sync.
    func complete(generation: Int32, leader: String, _ ids: [String], group: String = "g") throws {
        let assignments = Dictionary(uniqueKeysWithValues: ids.map { ($0, $0) })
        let answers = ids.map { id in
            sync(id, generation: generation, group: group, assigning: id == leader ? assignments : [:])
        }
        for (id, answer) in zip(ids, answers) {
            try #require(try answer.value.errorCode == .none)
            try #require(try answer.value.text == id)
        }
    }
}

extension Answer {
    /// The answer, which must have come, once.
    var value: Response {
        get throws {
            try #require(all.count == 1)
            return all[0]
        }
    }
}

extension SyncGroupResponse {
    var text: String { String(buffer: assignment) }
}
