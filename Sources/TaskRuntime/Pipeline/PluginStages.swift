internal import CMillrace
internal import ConnectData
internal import PluginHost

// Plugins' converters, transformations and predicates on the record path. The pipeline checks what they leave in a batch
// before anything else reads it.

final class PluginConverter: BatchConverter {
    private let hosted: HostedConverter

    init(_ hosted: HostedConverter) { self.hosted = hosted }

    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try hosted.fromConnect(batch, from: &index)
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try hosted.toConnect(batch, from: &index)
    }
}

final class PluginTransformation: BatchTransformation {
    private let hosted: HostedTransformation

    init(_ hosted: HostedTransformation) { self.hosted = hosted }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        try hosted.apply(batch, from: &index)
    }
}

final class PluginPredicate: BatchPredicate {
    private let hosted: HostedPredicate
    private var answers: [UInt8] = []

    init(_ hosted: HostedPredicate) { self.hosted = hosted }

    func test(
        _ batch: Batch, from index: inout Int, results: UnsafeMutablePointer<Bool>
    ) throws(ConnectError) {
        if answers.count < batch.count { answers = Array(repeating: 0, count: batch.count) }
        let first = index
        var failure: ConnectError?
        answers.withUnsafeMutableBufferPointer { answers in
            do throws(ConnectError) { try hosted.test(batch, from: &index, results: answers) } catch { failure = error }
        }
        for place in first..<index { results[place] = answers[place] != 0 }
        if let failure { throw failure }
    }
}

final class PluginHeaderConverter: BatchHeaderConverter {
    private enum Direction { case fromConnect, toConnect }

    private let hosted: HostedHeaderConverter

    init(_ hosted: HostedHeaderConverter) { self.hosted = hosted }

    func fromConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try convert(batch, &index, .fromConnect)
    }

    func toConnect(_ batch: Batch, from index: inout Int) throws(ConnectError) {
        try convert(batch, &index, .toConnect)
    }

    private func convert(_ batch: Batch, _ index: inout Int, _ direction: Direction) throws(ConnectError) {
        try batch.forEachRecord(from: &index) { record throws(ConnectError) in
            guard record.header_count > 0 else { return }
            let headers = batch.allocate(Int(record.header_count), of: Header.self)
            for (place, header) in record.headerList.enumerated() {
                var header = header
                switch direction {
                case .fromConnect: try hosted.fromConnect(&header, topic: record.topic, memory: batch)
                case .toConnect: try hosted.toConnect(&header, topic: record.topic, memory: batch)
                }
                (headers + place).initialize(to: header)
            }
            record.headers = UnsafePointer(headers)
        }
    }
}

/// A transformation that applies to the records of which its predicate is true, or with `negate` false (KIP-585).
final class ConditionalTransformation: BatchTransformation {
    private let transformation: any BatchTransformation
    private let predicate: any BatchPredicate
    private let negate: Bool

    init(_ transformation: any BatchTransformation, if predicate: any BatchPredicate, negate: Bool) {
        self.transformation = transformation
        self.predicate = predicate
        self.negate = negate
    }

    func apply(to batch: Batch, from index: inout Int) throws(ConnectError) {
        let first = index
        let results = UnsafeMutablePointer<Bool>.allocate(capacity: max(batch.count, 1))
        results.initialize(repeating: negate, count: max(batch.count, 1))
        defer { results.deallocate() }
        var failure: ConnectError?
        do throws(ConnectError) { try predicate.test(batch, from: &index, results: results) } catch { failure = error }
        // What was tested before a record that failed is transformed, so that nothing goes on without.
        let end = index
        index = first
        try transform(batch, from: &index, upTo: end) { results[$0] != negate }
        index = end
        if let failure { throw failure }
    }

    /// Steps pass over dropped records: those that are not wanted are hidden so for the time of the call. They are put
    /// back as they were, whatever a plugin has made of them.
    private func transform(
        _ batch: Batch, from index: inout Int, upTo end: Int, where isWanted: (Int) -> Bool
    ) throws(ConnectError) {
        var hidden: [(place: Int, record: Record)] = []
        for place in index..<batch.count where !batch.records[place].isDropped && !(place < end && isWanted(place)) {
            hidden.append((place, batch.records[place]))
            batch.records[place].isDropped = true
        }
        defer { for (place, record) in hidden where place < batch.count { batch.records[place] = record } }
        try transformation.apply(to: batch, from: &index)
    }
}
