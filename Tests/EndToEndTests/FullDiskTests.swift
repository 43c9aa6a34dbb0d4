import Foundation
import Glibc
import TestSupport
import Testing

/// A full disk holds things up and loses nothing.
@Suite(.enabled("a mount namespace of its own has to be allowed") { await canMount() })
struct FullDiskTests {
    @Test(
        "Offsets and a sink on a full disk: errors name the file, others go on, and with room again every line is there"
    )
    func fullDisk() async throws {
        let topic = Broker.unique("full")
        let worker = try await WorkerProcess(
            broker: try Broker.shared(), worker: ["offset.storage.file.filename": "disk/offsets"],
            through: withSmallDisk
        ) { directory in
            fileToFile(directory, topic: topic).map { ($0.name, $0.text.replacing("/out.txt", with: "/disk/out.txt")) }
                + [connector("other", "FileStreamSink", directory, file: "other.txt", "topics=\(topic)")]
        }
        try await with(worker) { worker in
            let (lines, other) = (
                worker.directory.appending(path: "in.txt"), worker.directory.appending(path: "other.txt")
            )
            // The disk is in the worker's own mount namespace.
            let disk = URL(filePath: "/proc/\(worker.pid)/root\(worker.directory.appending(path: "disk").path())")
            let out = disk.appending(path: "out.txt")
            try append(0..<1000, to: lines)
            _ = try await waitForLines(1000, in: out, of: worker)

            let filler = disk.appending(path: "filler")
            fill(filler)
            try append(1000..<100_000, to: lines)
            #expect(try await waitForLines(100_000, in: other, of: worker).duplicates == 0)
            for words in ["offset.storage.file.filename: cannot write", "disk/out.txt: No space left on device"] {
                try await eventually("the log has \(words): \(worker.log)") { worker.log.contains(words) }
            }
            for name in ["source", "sink", "other"] { #expect(try await worker.taskState(name) == "RUNNING") }

            try FileManager.default.removeItem(at: filler)
            let arrived = try await waitForLines(100_000, in: out, of: worker)
            #expect(arrived.duplicates == 0)
            #expect(arrived.fragments == 0)
            try await eventually("the offset is written") {
                (try Data(contentsOf: disk.appending(path: "offsets"))).range(of: Data("1000000".utf8)) != nil
            }
            #expect(try await worker.terminate() == 0)
        }
    }

    /// Writes a file until there is no room.
    private func fill(_ file: URL) {
        let descriptor = open(file.path(), O_WRONLY | O_CREAT, 0o644)
        defer { close(descriptor) }
        for size in [1 << 16, 1 << 10, 1] {
            let zeros = [UInt8](repeating: 0, count: size)
            while write(descriptor, zeros, size) == size {}
        }
    }
}

private let unshare = ["/usr/bin/unshare", "--user", "--map-root-user", "--mount"]

/// Starts a worker with a disk of 4 MiB in `disk`.
private let withSmallDisk =
    unshare + ["/bin/sh", "-c", "mkdir disk && mount -t tmpfs -o size=4m tmpfs disk && exec \"$@\"", "sh"]

private func canMount() async -> Bool {
    (try? await run(unshare[0], unshare.dropFirst() + ["mount", "-t", "tmpfs", "tmpfs", "/mnt"])) != nil
}
