import Foundation
import Testing

@testable import KafkaClient

/// The table covers Kafka 4.3, and docs/client-properties.md is the table.
@Suite struct PropertyTableTests {
    @Test func everyJavaNameHasALine() {
        for (name, kinds) in javaNames {
            guard let entry = ClientPropertyTable.byName[name] else {
                Issue.record("\(name) is not in the table")
                continue
            }
            #expect(entry.kinds == kinds, "\(name) belongs to \(kinds)")
        }
    }

    @Test func theTableHasNoOtherNamesAndNoneTwice() {
        let names = Set(javaNames.map(\.name))
        for entry in ClientPropertyTable.entries { #expect(names.contains(entry.name), "\(entry.name)") }
        #expect(ClientPropertyTable.entries.count == names.count)
    }

    @Test func theDocumentIsTheTable() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/client-properties.md").standardizedFileURL
        let marker =
            "<!-- The tables below are the code's: MILLRACE_WRITE_DOCS=1 swift test --filter PropertyTableTests -->\n"
        let document = try String(contentsOf: path, encoding: .utf8)
        let head = try #require(document.range(of: marker)).upperBound
        if ProcessInfo.processInfo.environment["MILLRACE_WRITE_DOCS"] == "1" {
            try (document[..<head] + rendered).write(to: path, atomically: true, encoding: .utf8)
        } else {
            #expect(String(document[head...]) == rendered, "run the command that the document names")
        }
    }

    private var rendered: String {
        var text =
            "\n## Properties of the Java clients\n\n| property | clients | allowed values | what becomes of it |\n|---|---|---|---|\n"
        for entry in ClientPropertyTable.entries.sorted(by: { $0.name < $1.name }) {
            text += "| `\(entry.name)` | \(clients(entry.kinds)) | \(values(entry)) | \(rule(entry.rule)) |\n"
        }
        text += "\n## Defaults\n\n| librdkafka's property | clients | value | why |\n|---|---|---|---|\n"
        for entry in ClientDefaults.table {
            text += "| `\(entry.name)` | \(clients(entry.kinds)) | `\(entry.value)` | \(entry.reason) |\n"
        }
        return text
    }

    private func clients(_ kinds: Set<ClientKind>) -> String {
        if kinds == .all { return "all" }
        return ClientKind.allCases.filter(kinds.contains).map { "\($0)" }.joined(separator: ", ")
    }

    private func values(_ entry: ClientProperty) -> String {
        if entry.isSecret { return "text, secret" }
        switch entry.values {
        case .text: return "text"
        case .nonEmptyText: return "text, not empty"
        case .boolean: return "true, false"
        case .decimal: return "number"
        case .integer(let range):
            let low = range.lowerBound == .min ? "" : "\(range.lowerBound)"
            let high = range.upperBound == .max ? "" : "\(range.upperBound)"
            return low.isEmpty && high.isEmpty ? "whole number" : "\(low) … \(high)"
        case .oneOf(let values): return values.joined(separator: ", ")
        case .oneOfIgnoringCase(let values):
            return values.map { $0.isEmpty ? "empty" : $0 }.joined(separator: ", ") + " (case ignored)"
        }
    }

    private func rule(_ rule: ClientProperty.Rule) -> String {
        switch rule {
        case .translated(let name, let bounds?) where bounds.upperBound < Int64(Int32.max):
            return "**translated**: `\(name)`, \(bounds.lowerBound) … \(bounds.upperBound)"
        case .translated(let name, _): return "**translated**: `\(name)`"
        case .derived(let note): return "**translated**: \(note)"
        case .ours(let note): return "**done by us**: \(note)"
        case .ignored(let reason, let silently):
            let quiet = silently.filter { !$0.isEmpty }
            let note = quiet.isEmpty ? "" : " (no warning for \(quiet.map { "`\($0)`" }.joined(separator: ", ")))"
            return "**ignored with a warning**: \(reason)\(note)"
        case .refused(let reason, let exceptions):
            let fine = exceptions.filter { !$0.isEmpty }
            return "**refused**: \(reason)" + (fine.isEmpty ? "" : " (`\(fine.joined(separator: "`, `"))` is accepted)")
        }
    }
}
