import CMillrace
import ConnectData
import PluginHost
import Synchronization
import TaskProtocol
import TestSupport
import Testing

/// Loads a plugin that has one class.
func load(_ name: String) throws -> PluginClass {
    try #require(try PluginLibrary.load(Zoo.build(name)).classes.first)
}

/// Answers with the offsets that a test sets, each `{"sequence": n}`, by the first number of a partition.
final class FixedOffsets: SourceOffsetReader {
    private let sequences: [Int64: Int64]

    init(_ sequences: [Int64: Int64] = [:]) {
        self.sequences = sequences
    }

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        for (index, partition) in partitions.enumerated() {
            guard let number = partition.entries.first?.value.as.integer, let sequence = sequences[number] else {
                continue
            }
            let entry = memory.allocate(1, of: Entry.self)
            let key = memory.copy(Text("sequence").bytes)
            entry.initialize(to: Entry(key: .string(key), value: .int64(sequence)))
            offsets[index] = .map(UnsafeBufferPointer(start: entry, count: 1))
        }
    }
}

/// A connector's services that remember what was asked for.
final class RecordedServices: ConnectorServices {
    let requests = Mutex<[String]>([])

    func requestTaskReconfiguration() {
        requests.withLock { $0.append("reconfigure") }
    }

    func raiseError(_ message: String) {
        requests.withLock { $0.append(message) }
    }

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {}
}

extension Value {
    /// The text of a STRING or BYTES value.
    var text: String { String(decoding: rawBytes, as: UTF8.self) }

    /// The value of a map's entry.
    subscript(name: String) -> Value? { entries.first { $0.key.text == name }?.value }
}

/// A batch of text values.
func textBatch(_ texts: [String]) -> Batch {
    let batch = Batch(records: texts.count)
    for text in texts {
        let record = batch.append()
        var text = text
        record.pointee.value = text.withUTF8 { .string(batch.copy(UnsafeRawBufferPointer($0))) }
    }
    return batch
}

/// Runs a source's connector and its task number `number`, started with the configuration that the connector gives.
func startSource(
    _ name: String, _ config: [String: String] = [:], tasks: Int32 = 1, number: Int = 0,
    offsets: FixedOffsets = FixedOffsets()
) throws -> HostedSourceTask {
    let plugin = try load(name)
    let connector = try HostedConnector(plugin, services: RecordedServices())
    try connector.start(config)
    let configs = try connector.taskConfigs(maxTasks: tasks)
    let task = try HostedSourceTask(plugin, offsets: offsets)
    try task.start(configs[number])
    return task
}

/// Polls until so many records came, or a thousand polls gave too few; each batch is checked.
func poll<Result>(
    _ task: HostedSourceTask, atLeast count: Int, _ read: (Record) -> Result
) throws -> [Result] {
    var results: [Result] = []
    for _ in 0..<1000 where results.count < count {
        guard let batch = try task.poll() else { continue }
        try BatchCheck.check(batch)
        results += batch.records.map(read)
    }
    return results
}
