import Foundation
import TestSupport
import Testing

@Suite struct DocumentationTests {
    @Test func theShortestPluginInTheDocumentationIsTheOneThatIsTested() throws {
        let page = try String(contentsOfFile: "\(Zoo.packageDirectory)/docs/plugin-abi.md", encoding: .utf8)
        let source = try String(contentsOfFile: "\(Zoo.packageDirectory)/Tests/Zoo/minimal-source.c", encoding: .utf8)
        #expect(page.contains("```c\n\(source)```"))
        #expect(source.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
    }
}
