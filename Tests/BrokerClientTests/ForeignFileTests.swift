import Foundation
import Glibc
import TestSupport
import Testing

/// A file that is torn or not the broker's own ends the start with an error that names it, and is left as it is.
@Suite struct ForeignFileTests {
    /// What lies in the place of the log.
    enum Damage: String, CaseIterable {
        case text, empty, otherProgram, newer, torn, tornLog

        /// What the error says beside the file's name.
        var words: String {
            switch self {
            case .text, .empty: "not a database of the broker"
            case .otherProgram: "another program"
            case .newer: "newer build"
            case .torn: "it is torn"
            case .tornLog: "not the write-ahead log"
            }
        }

        /// Makes it out of a log that a broker has written.
        func apply(to database: URL) async throws {
            switch self {
            case .text: try Data("a letter\n".utf8).write(to: database)
            case .empty: try Data().write(to: database)
            case .otherProgram: try await sqlite(database, "PRAGMA application_id = 1")
            case .newer: try await sqlite(database, "PRAGMA user_version = 1000")
            case .torn:
                let size = try FileManager.default.attributesOfItem(atPath: database.path())[.size] as? Int ?? 0
                truncate(database.path(), size / 2)
            case .tornLog: try Data(repeating: 0x55, count: 4096).write(to: URL(filePath: database.path() + "-wal"))
            }
        }

        private func sqlite(_ database: URL, _ statement: String) async throws {
            try await ClientProgram.run(command: ["sqlite3", database.path(), statement])
        }
    }

    @Test(arguments: Damage.allCases) func isNamedAndLeftAsItIs(_ damage: Damage) async throws {
        let broker = try await BrokerProcess()
        try await broker.end(SIGTERM)
        let database = broker.data.appending(path: "broker.db")
        try await damage.apply(to: database)
        let before = try Self.contents(of: broker.data)

        await #expect(throws: TestSupportError.self) { try await broker.start() }
        let error = broker.log.split(separator: "\n").last ?? ""
        #expect(error.contains(database.path()))
        #expect(error.contains(damage.words))
        #expect(try Self.contents(of: broker.data) == before)
    }

    /// The bytes of all files of the log.
    private static func contents(of directory: URL) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path())
        let files = names.filter { $0.hasPrefix("broker.") }.map { name in
            (name, (try? Data(contentsOf: directory.appending(path: name))) ?? Data())
        }
        return Dictionary(uniqueKeysWithValues: files)
    }
}
