import Foundation
import TestSupport
import Testing

/// A connector configuration of a JVM worker, as it is; `Tests/Oracle/record-pipeline.sh` records what Connect does with it.
@Suite struct PipelineTests {
    private static let recorded = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded")
    private static let secret = "acme-7f3a"

    @Test("Six transformations, two predicates and a secret from a file give the topic that Connect gives")
    func sameTopic() async throws {
        let broker = try Broker()
        let configuration = try String(
            contentsOf: Self.recorded.appending(path: "pipeline.properties"), encoding: .utf8)
        let worker = try await WorkerProcess(
            broker: broker,
            worker: [
                "config.providers": "file",
                "config.providers.file.class": "org.apache.kafka.common.config.provider.FileConfigProvider",
            ]
        ) { directory in
            for name in ["orders.txt", "secrets.properties"] {
                try? FileManager.default.copyItem(
                    at: Self.recorded.appending(path: "pipeline-\(name)"), to: directory.appending(path: name))
            }
            let path = directory.path().hasSuffix("/") ? String(directory.path().dropLast()) : directory.path()
            return [("pipeline.properties", configuration.replacing("@DIRECTORY@", with: path))]
        }
        try await with(worker) { worker in
            let expected = try String(contentsOf: Self.recorded.appending(path: "pipeline-topic.txt"), encoding: .utf8)
            let count = expected.split(separator: "\n").count
            var topic = ""
            try await eventually("the records are in the topic; the log: \(worker.log.suffix(3000))") {
                topic = try await records(of: "cooked.orders", count, broker)
                return topic.split(separator: "\n").count == count
            }
            #expect(topic == expected)
            for path in ["/connectors/pipeline", "/connectors?expand=info&expand=status", "/connectors/pipeline/tasks"]
            {
                let answer = String(decoding: try await worker.get(path) ?? Data(), as: UTF8.self)
                #expect(answer.contains("pipeline"))
                #expect(!answer.contains(Self.secret), "\(path) answers with the secret: \(answer)")
            }
            #expect(!worker.log.contains(Self.secret), "the log has the secret")
        }
    }

    /// Keys, values and headers, a line for each record.
    private func records(of topic: String, _ count: Int, _ broker: Broker) async throws -> String {
        let output = try? await run(
            "/usr/bin/timeout",
            [
                "5", "kcat", "-b", broker.address, "-C", "-t", topic, "-o", "beginning", "-c", "\(count)", "-q", "-f",
                "%k\\t%s\\t%h\\n",
            ])
        return String(decoding: output ?? Data(), as: UTF8.self)
    }
}
