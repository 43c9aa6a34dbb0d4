internal import TaskProtocol

/// The committed source offsets of all connectors, in memory.
///
/// Partitions are matched by what they mean, never by their bytes: a key that was written by another worker, with other
/// white space or another order of members, is found, and keeps its bytes when its offset changes.
struct SourceOffsetTable: Sendable {
    private struct Place: Hashable {
        let connector: String
        let partition: JSONValue
    }

    private struct Offset {
        let key: [UInt8]
        let value: [UInt8]
    }

    private var offsets: [Place: Offset] = [:]
    /// Entries whose keys are not `["connector", partition]`: not ours, and kept as they are.
    private var foreign: [JavaOffsetMap.Entry] = []

    init() {}

    /// The table of a file's entries.
    init(entries: [JavaOffsetMap.Entry]) {
        for entry in entries {
            guard let place = Self.place(of: entry.key) else {
                foreign.append(entry)
                continue
            }
            if let value = entry.value { offsets[place] = Offset(key: entry.key, value: value) }
        }
    }

    /// The table as a file's entries.
    var entries: [JavaOffsetMap.Entry] {
        offsets.values.map { JavaOffsetMap.Entry(key: $0.key, value: $0.value) } + foreign
    }

    /// The offset of a partition.
    func offset(of partition: JSONValue, connector: String) -> [UInt8]? {
        offsets[Place(connector: connector, partition: partition)]?.value
    }

    /// Every partition of a connector that has an offset.
    func offsets(of connector: String) -> [(partition: JSONValue, offset: [UInt8])] {
        offsets.filter { $0.key.connector == connector }.map { ($0.key.partition, $0.value.value) }
    }

    /// Sets the offset of a partition, or forgets it.
    mutating func set(_ offset: [UInt8]?, of partition: JSONValue, connector: String) {
        let place = Place(connector: connector, partition: partition)
        guard let offset else {
            offsets[place] = nil
            return
        }
        let key = offsets[place]?.key ?? JSONValue.array([.string(connector), partition]).utf8
        offsets[place] = Offset(key: key, value: offset)
    }

    private static func place(of key: [UInt8]) -> Place? {
        guard let parts = (try? JSONValue(parsing: key))?.array, parts.count == 2, let connector = parts[0].string
        else { return nil }
        return Place(connector: connector, partition: parts[1])
    }
}
