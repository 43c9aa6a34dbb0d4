import Foundation
import RESTServer
import TestSupport
import Testing
import Worker
import WorkerTestSupport

/// What the real Kafka Connect 4.3.0 answered in standalone mode, replayed in its order against this worker.
@Suite("The REST API against the recorded answers of Kafka Connect 4.3.0")
struct TranscriptTests {
    private struct Exchange: Decodable {
        let method: String
        let path: String
        let status: Int
        let body: String?
        let headers: [String: String]
    }

    /// Where the answer differs on purpose (docs/differences.md): by a part of the recorded body, our status and a part
    /// of our body.
    private let differences: [(recorded: String, status: Int, body: String)] = [
        (#""commit":"#, 200, #"{"version":"4.3.0","commit":"test","kafka_cluster_id":null}"#),
        ("Unexpected character", 400, "The request's body is not JSON"),
        ("Cannot invoke", 400, #"needs a field \"config\""#),
        ("InitialState.BOGUS", 400, #"must be RUNNING, PAUSED or STOPPED, not \"BOGUS\""#),
        ("Unrecognized field", 400, #"Unrecognized field \"unknown\""#),
        ("which name matches NoSuch", 400, "org.apache.kafka.connect.file.FileStreamSourceConnector (source"),
    ]

    /// What this API does not have yet.
    private func isMissing(_ exchange: Exchange) -> Bool {
        let missing = ["/offsets", "/topics", "/admin/", "/validate", "connectorsOnly=false"]
        return missing.contains { exchange.path.contains($0) } || exchange.method == "PATCH"
            || exchange.path.hasSuffix("/tasks")
            || exchange.path.hasPrefix("/connector-plugins/")
    }

    @Test("Every recorded exchange")
    func replay() async throws {
        let url = try #require(Bundle.module.url(forResource: "rest-4.3.0-standalone", withExtension: "json"))
        let data = try Data(contentsOf: url)
        let exchanges = try JSONDecoder().decode([Exchange].self, from: data)
        let requests = try #require(try JSONValue(parsing: data).array).map { $0.object?["request"] ?? .null }
        let worker = try await makeWorker()
        let api = ConnectAPI(herder: worker.herder)
        var replayed = 0
        for (exchange, request) in zip(exchanges, requests) where !isMissing(exchange) {
            replayed += 1
            if exchange.path.contains("restart") { try await settle(worker.herder) }
            try await compare(exchange, request, api)
        }
        #expect(replayed >= 50)
    }

    private func makeWorker() async throws -> TestWorker {
        let worker = try await TestWorker(
            launcher: FakeLauncher(classes: ["file.so": TestWorker.fileStream]),
            directory: try TemporaryDirectories.make("rest"), files: ["file.so"])
        await worker.herder.create([])
        return worker
    }

    /// The recording left time between requests: what one began was over before the next.
    private func settle(_ herder: StandaloneHerder) async throws {
        try await eventually {
            let status = try await herder.status(of: "fs")
            return (status.tasks + [status.connector]).allSatisfy { $0.state == .running }
        }
    }

    private func compare(_ exchange: Exchange, _ request: JSONValue, _ api: ConnectAPI) async throws {
        let body: String? = if case .string(let text) = request { text } else { request == .null ? nil : request.text }
        let type = exchange.status == 415 ? "text/plain" : "application/json"
        let sent = APIRequest(
            method: exchange.method, target: exchange.path, contentType: body == nil ? nil : type,
            base: "http://127.0.0.1:58083", body: Array((body ?? "").utf8))
        var answer = await api.respond(to: sent)
        let label: Comment = "\(exchange.method) \(exchange.path) \(body ?? "")"
        if let difference = differences.first(where: { exchange.body?.contains($0.recorded) == true }) {
            #expect(answer.status == difference.status, label)
            #expect(answer.body?.text.contains(difference.body) == true, label)
            return
        }
        let recorded = exchange.body ?? ""
        // A pause or a restart reaches a task a moment after its answer, here as there.
        for _ in 0..<200 where exchange.method == "GET" && answer.body?.text != exchange.body {
            try await Task.sleep(for: .milliseconds(10))
            answer = await api.respond(to: sent)
        }
        #expect(answer.status == exchange.status, label)
        guard exchange.method != "OPTIONS" else {
            let allowed = answer.headers.first { $0.name == "Allow" }?.value.split(separator: ",") ?? []
            #expect(Set(allowed) == Set((exchange.headers["Allow"] ?? "").split(separator: ",")), label)
            return
        }
        #expect(answer.body?.text ?? "" == recorded, label)
        guard let location = exchange.headers["Location"], !location.contains("..") else { return }
        #expect(answer.headers.first { $0.name == "Location" }?.value == location, label)
    }
}
