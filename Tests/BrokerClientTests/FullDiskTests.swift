import Foundation
import Glibc
import TestSupport
import Testing

/// A full disk gives producers an error and readers what they want, and nothing has to be restarted when there is room.
@Suite(.enabled("a mount namespace of its own has to be allowed") { await canMount() })
struct FullDiskTests {
    @Test func producersAreToldAndReadersGoOn() async throws {
        let broker = try await BrokerProcess(through: withSmallDisk)
        let address = try #require(broker.address)
        try await ClientProgram.run("full_disk.py", [address, broker.ownView.appending(path: "ballast").path()])
        try await broker.end(SIGKILL)
    }
}

private let unshare = ["/usr/bin/unshare", "--user", "--map-root-user", "--mount"]

/// Starts a broker whose directory is a disk of 6 MiB, a third of which is taken.
private let withSmallDisk =
    unshare + [
        "/bin/sh", "-c",
        """
        mount -t tmpfs -o size=6m tmpfs data && head -c 2097152 /dev/zero > data/ballast && exec "$@"
        """, "sh",
    ]

private func canMount() async -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: unshare[0])
    process.arguments = unshare.dropFirst() + ["mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}
