import Foundation
import Glibc
import KafkaClient
import TestSupport
import Testing

@testable import KafkaProtocol

@Suite struct GroupClientTests {
    /// A member whose process is killed keeps its partitions, here for half an hour. When somebody leaves for it, its
    /// successor has them at once.
    @Test(.timeLimit(.minutes(1)), arguments: BrokerProgram.allCases)
    func aSuccessorGetsTheKilledMembersPartitionsAtOnce(program: BrokerProgram) async throws {
        let broker = try Broker.shared(program)
        let admin = try KafkaAdmin(properties: properties(.admin, broker))
        let (topic, group) = (Broker.unique("topic"), Broker.unique("group"))
        _ = try admin.createTopics([NewTopic(name: topic, partitions: 3, replicationFactor: 1)])
        let victim = try member(of: group, topic, broker)
        var memberId: String?
        while memberId == nil {
            memberId = try admin.describeGroup(group).members.first { $0.assignment.count == 3 }?.memberId
            try await Task.sleep(for: .milliseconds(20))
        }
        kill(victim.processIdentifier, SIGKILL)
        victim.waitUntilExit()

        let successor = try KafkaConsumer(
            properties: properties(.consumer, broker, ["group.id": group, "session.timeout.ms": "6000"]))
        try successor.subscribe(topics: [topic])
        let batch = ConsumedMessages(capacity: 1)
        for _ in 0..<25 { successor.poll(into: batch, timeoutMilliseconds: 20) }
        #expect(successor.assignment.isEmpty, "the killed member should still be there")

        let client = try GroupClient(librdkafka: properties(.consumer, broker).librdkafka)
        try await client.leave(group: group, memberId: try #require(memberId), timeout: .seconds(50))
        let start = ContinuousClock.now
        while successor.assignment.count < 3 { successor.poll(into: batch, timeoutMilliseconds: 20) }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try admin.describeGroup(group).members.map(\.memberId) == [successor.memberId])
        try successor.close()
    }

    @Test(arguments: BrokerProgram.allCases)
    func aMemberThatIsNotThereHasLeft(program: BrokerProgram) async throws {
        let broker = try Broker.shared(program)
        // The first broker of the list is down.
        let bootstrap = [BrokerAddress(host: "127.0.0.1", port: 1), try BrokerAddress(parsing: broker.address)]
        let client = GroupClient(bootstrap: bootstrap, security: .plaintext)
        try await client.leave(group: Broker.unique("group"), memberId: "nobody", timeout: .seconds(50))
    }

    @Test func saslPlainIsSpoken() async throws {
        let broker = try Broker(passwords: ["a": "b"])
        defer { broker.end(SIGKILL) }
        let leave = { (password: String) in
            let client = GroupClient(
                bootstrap: [try BrokerAddress(parsing: broker.address)],
                security: .saslPlain(username: "a", password: password))
            try await client.leave(group: Broker.unique("group"), memberId: "nobody", timeout: .seconds(50))
        }
        try await leave("b")
        await #expect(throws: GroupClientError.refused("SaslAuthenticate", .saslAuthenticationFailed)) {
            try await leave("c")
        }
    }

    @Test(.timeLimit(.minutes(1))) func brokersThatAreDownEndWithTheTime() async throws {
        let client = GroupClient(bootstrap: [BrokerAddress(host: "127.0.0.1", port: 1)], security: .plaintext)
        let error = await #expect(throws: GroupClientError.self) {
            try await client.leave(group: "g", memberId: "m", timeout: .milliseconds(300))
        }
        guard case .timeout = error else {
            Issue.record("\(error.map { "\($0)" } ?? "")")
            return
        }
    }

    /// A listener that never answers.
    @Test(.timeLimit(.minutes(1))) func aBrokerThatHangsEndsWithTheTime() async throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, size)
                _ = listen(descriptor, 1)
                _ = getsockname(descriptor, address, &size)
            }
        }
        let port = Int(UInt16(bigEndian: address.sin_port))
        let client = GroupClient(bootstrap: [BrokerAddress(host: "127.0.0.1", port: port)], security: .plaintext)
        let error = await #expect(throws: GroupClientError.self) {
            try await client.leave(group: "g", memberId: "m", timeout: .milliseconds(300))
        }
        #expect(error == .timeout("the broker does not answer"))
    }

    @Test(arguments: [
        ([("security.protocol", "ssl")], "security.protocol=ssl"),
        ([("security.protocol", "sasl_ssl")], "security.protocol=sasl_ssl"),
        (
            [("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "SCRAM-SHA-256")],
            "sasl.mechanism=SCRAM-SHA-256"
        ),
    ]) func whatIsNotSpokenIsNamed(_ properties: [(String, String)], _ setting: String) {
        #expect(throws: GroupClientError.unsupportedSecurity(setting)) { try ClientSecurity(librdkafka: properties) }
    }

    @Test(arguments: [
        ("kafka:9092", "kafka", 9092), ("PLAINTEXT://kafka:1", "kafka", 1), ("[::1]:9092", "::1", 9092),
    ]) func addresses(_ text: String, _ host: String, _ port: Int) throws {
        #expect(try BrokerAddress(parsing: text) == BrokerAddress(host: host, port: port))
    }

    @Test(arguments: ["kafka", "kafka:", ":1", "kafka:0", "kafka:65536", ""]) func noAddresses(_ text: String) {
        #expect(throws: GroupClientError.address(text)) { try BrokerAddress(parsing: text) }
    }

    private func properties(
        _ kind: ClientKind, _ broker: Broker, _ more: [String: String] = [:]
    ) throws -> TranslatedProperties {
        try ClientProperties.translate(more.merging(["bootstrap.servers": broker.address]) { old, _ in old }, for: kind)
    }

    /// A process that is a member of the group and does not leave it when it is killed.
    private func member(of group: String, _ topic: String, _ broker: Broker) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/kcat")
        process.arguments = [
            "-b", broker.address, "-X", "session.timeout.ms=1800000", "-X", "max.poll.interval.ms=1800000", "-G", group,
            topic,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
