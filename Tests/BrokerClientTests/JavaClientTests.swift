import Foundation
import TestSupport
import Testing

/// Programs that run on Apache Kafka's own jars. They are skipped where Java is not installed.
enum Java {
    static let isInstalled = ClientProgram.has(command: "java") && ClientProgram.has(command: "javac")
    static let skipped: Comment = "Java 17 is not installed (Debian: openjdk-17-jdk-headless)"
    static let run = ClientProgram.clients.appending(path: "java/run").path()
}

/// Apache Kafka's own clients, in scenarios that `Tests/Clients/java` checks.
@Suite(.enabled(if: Java.isInstalled, Java.skipped)) struct JavaClientTests {
    @Test(arguments: ["records", "groups", "transactions", "admin"]) func works(_ scenario: String) async throws {
        try await withBroker { _, address in
            let lines = try await ClientProgram.run(
                command: [Java.run, "JavaClient", scenario, address], seconds: 300)
            #expect(lines.contains("done \(scenario)"))
        }
    }
}
