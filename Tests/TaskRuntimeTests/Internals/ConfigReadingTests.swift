import ConnectData
import TaskProtocol
import Testing

@testable import TaskRuntime

/// What validation accepts is what the task does: white space around a value means nothing to either, as in Kafka's
/// `ConfigDef.parseType`.
@Suite struct ConfigReadingTests {
    @Test(arguments: [" ", "\t", "\n", ""])
    func errorSettingsAreReadWithoutTheWhiteSpaceAroundThem(_ blank: String) {
        let config = [
            "errors.tolerance": "ALL", "errors.retry.timeout": "7", "errors.retry.delay.max.ms": "+8",
            "errors.log.enable": "True", "errors.log.include.messages": "TRUE",
            "errors.deadletterqueue.topic.name": "dead", "errors.deadletterqueue.topic.replication.factor": "2",
            "errors.deadletterqueue.context.headers.enable": "true",
        ]
        let settings = ErrorSettings(config.mapValues { blank + $0 + blank })
        #expect(settings.toleratesAll && settings.logs && settings.logsMessages && settings.deadLetterHeaders)
        #expect(settings.retryTimeout == 7 && settings.retryDelayMax == 8)
        #expect(settings.deadLetterTopic == "dead" && settings.deadLetterReplication == 2)
    }

    @Test func whatIsNotSetHasItsDefault() {
        let settings = ErrorSettings(["errors.deadletterqueue.topic.name": " "])
        #expect(!settings.toleratesAll && !settings.logs && !settings.logsMessages && !settings.deadLetterHeaders)
        #expect(settings.retryTimeout == 0 && settings.retryDelayMax == 60_000)
        #expect(settings.deadLetterTopic == nil && settings.deadLetterReplication == 3)
    }

    /// One record without a value, through a filter that is meant for those with one.
    @Test(arguments: [("true ", false), ("TRUE", false), ("false", true), (" ", true)])
    func aPredicateIsNegatedAsValidationReadsIt(_ negate: String, _ isDropped: Bool) throws {
        let string = "org.apache.kafka.connect.storage.StringConverter"
        let config = [
            "key.converter": string + " ", "value.converter": string, "header.converter": "\t" + string,
            "transforms": "f ,, ", "transforms.f.type": "org.apache.kafka.connect.transforms.Filter ",
            "transforms.f.predicate": "p ", "transforms.f.negate": negate,
            "predicates.p.type": " org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
        ]
        let start = ProcessStart(
            connector: "c", task: 0, pluginFile: "", className: "", config: [:], connectorConfig: config,
            workerConfig: [:], workerID: "w")
        let batch = Batch(records: 1)
        _ = batch.append()
        let fixture = try PipelineFixture()
        #expect(fixture.pipeline(try PipelineSteps.source(start, PluginClasses(files: [:]))).process(batch) == nil)
        #expect(batch.records[0].isDropped == isDropped)
    }

    @Test func numbersOfTheWorkerAndOfTopicsToo() throws {
        #expect(["offset.flush.interval.ms": "10000 "].integer("offset.flush.interval.ms", default: 60_000) == 10_000)
        let groups = try TopicCreationGroup.groups(
            connector: [
                "topic.creation.default.partitions": " 3", "topic.creation.default.replication.factor": "-1 ",
            ], worker: ["topic.creation.enable": " true"])
        #expect(groups.map(\.partitions) == [3] && groups.map(\.replicationFactor) == [-1])
        #expect(
            try TopicCreationGroup.groups(
                connector: ["topic.creation.default.partitions": "1"], worker: ["topic.creation.enable": "False "]
            ).isEmpty)
    }

    @Test func aSinkSubscribesToWhatWasValidated() throws {
        #expect(throws: ConnectError.self) { try SinkSubscription(["topics": " , ", "topics.regex": " "]) }
        let error = #expect(throws: ConnectError.self) { try SinkSubscription(["topics.regex": " ( "]) }
        #expect(error?.message.hasPrefix("topics.regex is '('") == true, "\(String(describing: error))")
    }
}
