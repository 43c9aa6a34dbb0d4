import Foundation
import RESTServer
import Supervisor
import TestSupport
import Testing
import Worker
import WorkerTestSupport

/// What Kafka Connect 4.3.0 says to configurations and of its classes, against a worker with real plugin processes.
@Suite("Validation against the recorded answers of Kafka Connect 4.3.0")
struct ValidationTests {
    private typealias Recorded = RecordedValidation

    @Test("Every recorded configuration")
    func validate() async throws {
        let recorded = try Recorded.read("validate", as: Recorded.self)
        let worker = try await RealWorker()
        let apis = ["All": try await worker.api(policy: "All"), "Principal": try await worker.api(policy: "Principal")]
        for answer in recorded.answers {
            let api = try #require(apis[answer.policy])
            let response = try await worker.put(
                "/connector-plugins/\(answer.plugin)/config/validate", answer.config, api)
            let difference = KnownDifferences.of(answer)
            var found = Differences()
            found.compare("status", response.status, difference?.status ?? answer.status)
            if response.status == 200, answer.status == 200 {
                let entries = (answer.configs ?? []).map { recorded.entries[$0] }
                found.compare(try worker.infos(response), answer, entries, difference ?? KnownDifference())
            } else if response.status == 200 {
                let errors = try worker.infos(response).configs.flatMap(\.value.errors)
                found.compare("errors", errors, difference?.onlyErrors ?? [])
            } else {
                let message = worker.shown(response.body?.object?["message"]?.string ?? "")
                let start = difference?.messageStart ?? answer.message ?? ""
                found.compare("message", String(message.prefix(start.count)), start)
            }
            #expect(found.list.isEmpty, "\(answer.policy) \(answer.plugin) \(answer.config)")
        }
        #expect(recorded.answers.count >= 190)
    }

    @Test("Every class that Connect lists is listed, and defined in the same way")
    func definitions() async throws {
        let worker = try await RealWorker()
        let api = try await worker.api(policy: "All")
        let listed = try await worker.get("/connector-plugins?connectorsOnly=false", api, as: [Recorded.Plugin].self)
        let plugins = try Recorded.read("plugins", as: [Recorded.Plugin].self)
        #expect(plugins.filter { !listed.contains($0) } == [])
        let recorded = try Recorded.read("definitions", as: [String: [Recorded.Definition]].self)
        for (name, keys) in recorded.sorted(by: { $0.key < $1.key }) {
            let path = "/connector-plugins/\(name)/config"
            #expect(try await worker.get(path, api, as: [Recorded.Definition].self) == keys, "\(name)")
        }
        let connectors = try await worker.get("/connector-plugins", api, as: [Recorded.Plugin].self)
        #expect(connectors.map(\.type) == ["sink", "source"])
    }

    @Test("A plugin that is not there has no definition, and neither has a version that is not there")
    func unknown() async throws {
        let worker = try await RealWorker()
        let api = try await worker.api(policy: "All")
        let unknown = await api.respond(to: APIRequest(method: "GET", target: "/connector-plugins/Nope/config"))
        #expect(unknown.status == 404)
        #expect(unknown.body?.text == #"{"error_code":404,"message":"Unknown plugin Nope."}"#)
        let target = "/connector-plugins/FileStreamSource/config?version="
        #expect(await api.respond(to: APIRequest(method: "GET", target: target + "[4.0,5.0)")).status == 200)
        #expect(await api.respond(to: APIRequest(method: "GET", target: target + "1.0")).status == 400)
    }
}

/// What is not as it was recorded.
private struct Differences {
    private(set) var list: [String] = []

    mutating func compare<T: Equatable>(_ what: String, _ ours: T, _ theirs: T) {
        if ours != theirs { list.append("\(what): \(ours) instead of \(theirs)") }
    }

    mutating func compare(
        _ ours: RecordedValidation.Infos, _ answer: RecordedValidation.Answer, _ entries: [RecordedValidation.Entry],
        _ difference: KnownDifference
    ) {
        let entriesOfOurs = ours.configs.filter { entry in
            !difference.added.contains { entry.value.name.hasPrefix($0) }
        }
        compare("names", entriesOfOurs.map(\.value.name), entries.map(\.value.name))
        guard list.isEmpty else { return }
        for (ours, theirs) in zip(entriesOfOurs, entries) {
            let written = answer.config[theirs.value.name] ?? nil
            compare(ours, KnownDifferences.withVariables(theirs, written: written), difference)
        }
        compare("groups", ours.groups.filter { !difference.groups.contains($0) }, answer.groups)
        compare("name", ours.name, answer.config["connector.class"] ?? nil)
        compare("error_count", ours.error_count, (answer.error_count ?? 0) + difference.errors)
    }

    private mutating func compare(
        _ ours: RecordedValidation.Entry, _ theirs: RecordedValidation.Entry, _ difference: KnownDifference
    ) {
        let (ours, theirs) = (KnownDifferences.normal(ours), KnownDifferences.normal(theirs))
        let name = ours.value.name
        compare("definition", ours.definition, theirs.definition)
        let known = difference.values[name]
        compare("value of \(name)", ours.value.value, known.map(\.value) ?? theirs.value.value)
        compare("errors of \(name)", ours.value.errors, known.map(\.errors) ?? theirs.value.errors)
        compare("visible \(name)", ours.value.visible, theirs.value.visible && !difference.hidden.contains(name))
        // There are more classes to choose from here than there.
        let missing = Set(theirs.value.recommended_values).subtracting(ours.value.recommended_values)
        compare("recommended values that \(name) lacks", missing, [])
    }
}
