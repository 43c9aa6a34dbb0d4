import Testing

@testable import KafkaClient

@Suite struct FetchWakerTests {
    private final class Count {
        var value = 0
    }

    @Test(arguments: [(maxRecords: 100, maxBytes: 1_000_000), (maxRecords: 1_000_000, maxBytes: 1000)])
    func librdkafkaIsWokenEachTimeHalfOfABoundWasTaken(maxRecords: Int, maxBytes: Int) {
        let wakes = Count()
        var waker = FetchWaker(maxRecords: maxRecords, maxBytes: maxBytes) { wakes.value += 1 }
        for record in 1...500 {
            waker.took(bytes: 10)
            waker.wakeIfDue()
            #expect(wakes.value == record / 50)
        }
    }

    @Test func nothingIsWokenWhileNothingIsTaken() {
        let wakes = Count()
        var waker = FetchWaker(maxRecords: 100, maxBytes: 1000) { wakes.value += 1 }
        for _ in 0..<10 { waker.wakeIfDue() }
        #expect(wakes.value == 0)
        waker.expectPurge()
        for _ in 0..<10 { waker.wakeIfDue() }
        #expect(wakes.value == 1)
    }

    /// librdkafka 2.0.2 alone would sleep for up to a second each time the queue is full, here a hundred times.
    @Test func aFullQueueDoesNotHoldTheNextFetchUp() throws {
        let cluster = try MockCluster(["batch.num.messages": "100"])
        for index in 0..<20_000 { try cluster.producer.send("t", partition: 0, value: "\(index)") }
        try cluster.producer.flushAll()
        let properties = [
            "bootstrap.servers": cluster.address, "group.id": "g", "queued.min.messages": "200",
        ]
        let consumer = try KafkaConsumer(properties: ClientProperties.translate(properties, for: .consumer))
        try consumer.subscribe(topics: ["t"])
        var expected = 0
        try consumer.consume(20_000) { message in
            #expect(message.value?.text == "\(expected)")
            expected += 1
        }
        try consumer.close()
    }
}
