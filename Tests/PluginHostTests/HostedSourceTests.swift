import CMillrace
import ConnectData
import PluginHost
import TestSupport
import Testing

@Suite struct HostedSourceTests {
    @Test func aTaskGetsWhatItsConnectorWasConfiguredWith() throws {
        let task = try startSource("source", ["topic": "orders", "batch": "3"])
        let records = try poll(task, atLeast: 6) { ($0.topic.string, $0.value.text, $0.source_offset.pointee) }
        #expect(records.map(\.0) == Array(repeating: "orders", count: 6))
        #expect(records.map(\.1) == ["0", "1", "2", "3", "4", "5"])
        try task.stop()
        task.destroy()
    }

    @Test func batchesThatThePluginFillsOnItsOwnThreadsArriveInOrder() throws {
        let task = try startSource("threaded-source")
        let records = try poll(task, atLeast: 20_000) { record in
            (
                record.source_partition.pointee["thread"]?.as.integer,
                record.source_offset.pointee["sequence"]?.as.integer
            )
        }
        for thread in Int64(0)..<2 {
            let sequences = records.filter { $0.0 == thread }.compactMap(\.1)
            #expect(sequences == Array(1...Int64(sequences.count)))
        }
        try task.stop()
        task.destroy()
    }

    @Test func stopEndsAPollThatWaits() throws {
        // A record a day: the poll would wait for a second.
        let task = try startSource("Datagen", ["topic": "t", "rate": "0.00001"])
        let stop = task.stop
        let clock = ContinuousClock()
        try stop()
        let waited = try clock.measure { _ = try task.poll() }
        #expect(waited < .milliseconds(900))
        task.destroy()
    }

    /// What a failing call of a plugin becomes.
    static let failures = [
        ("fail-in-poll", ConnectError(.fatal, "the zoo is closed")),
        ("retry-in-poll", ConnectError(.retriable, "the zoo is busy")),
        (
            "unknown-status-in-poll",
            ConnectError(
                .fatal,
                "zoo.UnknownStatusInPollSourceConnector: poll returned 77, which is not a status of the ABI: "
                    + "bad \u{FFFD}\u{FFFD} bytes")
        ),
    ]

    @Test(arguments: failures) func aFailureOfThePluginSaysWhatToDoAndWhy(name: String, error: ConnectError) throws {
        let task = try startSource(name)
        #expect(throws: error) { while true { _ = try task.poll() } }
    }

    @Test func aMessageThatClaimsToBeLongerThanItsBufferIsCutOff() throws {
        let task = try startSource("long-message-in-poll")
        let error = #expect(throws: ConnectError.self) { _ = try task.poll() }
        #expect(try #require(error).message.utf8.count <= 3 * 8192)
    }

    @Test func aTaskThatRefusesToStartSaysWhy() throws {
        #expect(throws: ConnectError(.fatal, "the zoo refuses to start")) { try startSource("fail-in-start") }
    }

    @Test func aConnectorThatRefusesItsConfigurationSaysWhy() throws {
        let connector = try HostedConnector(load("fail-in-connector-start"), services: RecordedServices())
        #expect(throws: ConnectError(.badConfig, "the zoo refuses this configuration")) { try connector.start([:]) }
    }

    @Test func aConnectorThatHasNoTasksSaysWhy() throws {
        let connector = try HostedConnector(load("fail-in-task-configs"), services: RecordedServices())
        try connector.start([:])
        #expect(throws: ConnectError(.notConnected, "the zoo has no tasks today")) {
            try connector.taskConfigs(maxTasks: 1)
        }
    }

    /// Corrupt batches, and what the check says of them.
    static let corrupt = [
        ("corrupt-pointer", "record 0: value: it points outside the batch's memory"),
        ("corrupt-length", "record 0: value: it points outside the batch's memory"),
        ("corrupt-tag", "record 0: value: its type tag is 99"),
        ("corrupt-utf8", "record 0: value: its text is not UTF-8"),
        ("corrupt-schema", "record 0: value: the batch does not hold its schema"),
        ("corrupt-cycle", "record 0: value: it is nested more than 1000 levels deep"),
        ("corrupt-count", "1001 records in room for 1"),
        ("corrupt-alignment", "record 0: value: it points to memory that is not aligned"),
        ("corrupt-offset", "record 0: source offset: it is not a map"),
    ]

    @Test(arguments: corrupt) func aCorruptBatchIsFoundBeforeAnyoneReadsIt(name: String, fault: String) throws {
        let task = try startSource(name, ["after": "1"])
        _ = try poll(task, atLeast: 1) { _ in }
        let batch = try #require(try task.poll())
        let error = #expect(throws: ConnectError.self) { try BatchCheck.check(batch) }
        #expect(try #require(error).message.contains(fault))
    }
}
