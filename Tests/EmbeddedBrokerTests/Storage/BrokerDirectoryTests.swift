import Foundation
import Testing

@testable import EmbeddedBroker

@Suite struct BrokerDirectoryTests {
    @Test func theDirectoryIsMadeForItsOwnerAlone() throws {
        try withDirectory { path in
            _ = try BrokerDirectory(path + "/deep/er")
            var status = stat()
            #expect(stat(path + "/deep/er", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
    }

    @Test func oneOwnerAtATime() throws {
        try withDirectory { path in
            do {
                let owner = try BrokerDirectory(path)
                let error = #expect(throws: StorageError.self) { try BrokerDirectory(path) }
                #expect(error?.reason == .busy)
                #expect(error?.description.contains("\(path): ") == true)
                #expect(error?.description.contains("process \(getpid()).") == true)
                withExtendedLifetime(owner) {}
            }
            _ = try BrokerDirectory(path)
        }
    }

    @Test func theAddressIsThereWhileTheBrokerIs() throws {
        try withDirectory { path in
            func address() -> String? { try? String(contentsOfFile: path + "/address", encoding: .utf8) }
            do {
                let first = try BrokerDirectory(path)
                #expect(first.lastAddress == nil)
                try first.publish(address: "127.0.0.1:4711")
                #expect(address() == "127.0.0.1:4711\n")
                first.withdrawAddress()
                #expect(address() == nil)
            }
            do {
                let second = try BrokerDirectory(path)
                #expect(second.lastAddress == "127.0.0.1:4711")
                try second.publish(address: "127.0.0.1:4712")
            }
            // It ended without an orderly end, as by kill -9.
            let third = try BrokerDirectory(path)
            #expect(address() == nil)
            #expect(third.lastAddress == "127.0.0.1:4712")
        }
    }

    @Test func aDirectoryThatCannotBeMade() throws {
        try withDirectory { path in
            _ = try BrokerDirectory(path)
            let error = #expect(throws: StorageError.self) { try BrokerDirectory(path + "/lock/inside") }
            #expect(error?.description.contains("\(path)/lock/inside") == true)
        }
    }
}
