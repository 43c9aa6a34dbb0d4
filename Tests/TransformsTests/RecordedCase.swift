import CMillrace
import ConnectData
import Converters
import Transforms

/// A line of a recorded family: one instance, what it is configured with, the records that it gets, and Connect's answers.
struct RecordedCase {
    let className: String
    let config: [String: String]
    let inputs: [Int]
    let answers: [Notation]
    /// The error of `configure`, if it failed.
    let refusal: Notation?
    private let pool: RecordedPool

    init(_ line: Notation, _ pool: RecordedPool) {
        className = line["c"]?.text ?? ""
        config = Dictionary(uniqueKeysWithValues: (line["g"]?.members ?? []).map { ($0.name, $0.value.text) })
        inputs = line["i"]?.elements.map(\.number) ?? []
        answers = line["a"]?.elements ?? []
        refusal = line["e"]
        self.pool = pool
    }

    /// Where the answers differ from Connect's, as text; none if they are the same.
    func differences() -> [String] {
        className.contains(".predicates.") ? predicateDifferences() : transformationDifferences()
    }

    private func transformationDifferences() -> [String] {
        // As the runtime calls it, with all records in a batch; and each record in a batch of its own.
        let together = differences {
            try BuiltinTransformations.transformation(className, config)
        } of: {
            run($0, [Array(inputs.indices)], comparesJSON: true)
        }
        let alone = differences {
            try BuiltinTransformations.transformation(className, config)
        } of: {
            run($0, inputs.indices.map { [$0] }, comparesJSON: false)
        }
        return together + alone.filter { !together.contains($0) }.map { "each in a batch of its own: " + $0 }
    }

    private func predicateDifferences() -> [String] {
        differences {
            try BuiltinPredicates.predicate(className, config)
        } of: {
            test($0)
        }
    }

    private func differences<Instance>(
        of make: () throws -> Instance?, of check: (Instance) -> [String]
    ) -> [String] {
        let instance: Instance
        do {
            guard let made = try make() else { return ["there is no class \(className)"] }
            instance = made
        } catch {
            guard let refusal else { return ["\(title): refused with \(error), Connect accepts it"] }
            return difference(error, refusal, .badConfig).map { ["\(title): \($0)"] } ?? []
        }
        if let refusal { return ["\(title): accepted, Connect refuses it with \(refusal.source)"] }
        return check(instance)
    }

    private func test(_ predicate: any BatchPredicate) -> [String] {
        let batch = Batch(records: inputs.count)
        for number in inputs { pool.append(number, to: batch) }
        var results = Array(repeating: false, count: inputs.count)
        var index = 0
        do {
            try results.withUnsafeMutableBufferPointer { results in
                guard let base = results.baseAddress else { return }
                try predicate.test(batch, from: &index, results: base)
            }
        } catch {
            return ["\(title): failed with \(error)"]
        }
        return inputs.indices.filter { results[$0] != (answers[$0].kind == .true) }.map {
            "\(title): \(RecordText.of(pool.records[inputs[$0]])): \(results[$0]), Connect says \(answers[$0].source)"
        }
    }

    /// Hands the records over in batches, each a list of places in the case.
    private func run(_ transformation: any BatchTransformation, _ batches: [[Int]], comparesJSON: Bool) -> [String] {
        batches.flatMap { places -> [String] in
            let batch = Batch(records: places.count)
            for place in places { pool.append(inputs[place], to: batch) }
            var errors: [Int: any Error] = [:]
            var index = 0
            while index < batch.count {
                do {
                    try transformation.apply(to: batch, from: &index)
                } catch {
                    errors[index] = error
                    index += 1
                }
            }
            var found = places.indices.compactMap { row -> String? in
                let found =
                    difference(errors[row], batch.records[row], answers[places[row]], inputs[places[row]])
                    ?? (comparesJSON ? jsonDifference(batch.records[row], answers[places[row]]) : nil)
                return found.map {
                    "\(title), record \(places[row]): \(RecordText.of(pool.records[inputs[places[row]]]))\n    \($0)"
                }
            }
            if let fault = memoryFault(batch) { found.append("\(title): \(fault)") }
            return found
        }
    }

    /// Output may point only to the batch's memory and to schemas that the batch holds. That values fit their schemas is
    /// not asked, because Connect's own do not always.
    private func memoryFault(_ batch: Batch) -> String? {
        do {
            try BatchCheck.check(batch)
            return nil
        } catch {
            let isOurs = error.message.contains("points outside") || error.message.contains("does not hold")
            return isOurs ? error.message : nil
        }
    }

    private var title: String { "\(className) \(config.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })" }

    // Comparing

    private func difference(
        _ error: (any Error)?, _ output: Record, _ answer: Notation, _ input: Int
    ) -> String? {
        if let error {
            guard answer.isArray else { return "failed with: \(error)\n    expected \(answer.source)" }
            return difference(error, answer, .badData)
        }
        if answer.isArray {
            if ConnectsErrors.mayBeAnswered(className, message(of: answer)) { return nil }
            return "got \(RecordText.of(output))\n    expected the error \(answer.source)"
        }
        if answer.isNull || output.isDropped {
            return answer.isNull && output.isDropped
                ? nil : "got \(RecordText.of(output))\n    expected \(answer.source)"
        }
        let scratch = Batch(records: 1)
        let expected = pool.record(answer, basedOn: pool.records[input], in: scratch)
        if same(output, expected) { return nil }
        return "got      \(RecordText.of(output))\n    expected \(RecordText.of(expected))"
    }

    private func difference(_ error: any Error, _ answer: Notation, _ code: ConnectError.Code) -> String? {
        guard let error = error as? ConnectError else { return "failed with \(error)" }
        let (name, message) = (answer.elements[0].text, message(of: answer))
        if error.code != code { return "failed with the code \(error.code): \(error), expected \(code)" }
        if ConnectsErrors.same(error, className, name, message) { return nil }
        return "failed with: \(error.className): \(error.message)\n    expected \(name): \(message)"
    }

    private func message(of error: Notation) -> String { error.elements[1].isNull ? "" : error.elements[1].text }

    private func same(_ left: Record, _ right: Record) -> Bool {
        left.topic.string == right.topic.string && left.partitionIfSet == right.partitionIfSet
            && left.timestampIfSet == right.timestampIfSet && left.offset == right.offset
            && left.keySchema == right.keySchema && left.valueSchema == right.valueSchema
            && left.key.equals(right.key) && left.value.equals(right.value)
            && left.headerList.count == right.headerList.count
            && zip(left.headerList, right.headerList).allSatisfy {
                $0.name.equals($1.name) && $0.schema == $1.schema && $0.value.equals($1.value)
            }
    }

    /// What JsonConverter makes of the output: byte for byte what Connect's makes of its own.
    private func jsonDifference(_ record: Record, _ answer: Notation) -> String? {
        guard answer.kind == .object else { return nil }
        if let bytes = answer["bk"]?.text {
            let own = String(decoding: json(record, .key, schemas: false), as: UTF8.self)
            if own != bytes { return "the key is \(own)\n    expected   \(bytes)" }
        }
        for (side, hash) in [(RecordSide.key, answer["jk"]), (.value, answer["jv"])] {
            guard let hash else { continue }
            let own = json(record, side, schemas: true)
            if fnv1a(own) != hash.text {
                return
                    "the JSON of the \(side) is of other bytes than Connect's: \(String(decoding: own, as: UTF8.self))"
            }
        }
        return nil
    }

    private func json(_ record: Record, _ side: RecordSide, schemas: Bool) -> [UInt8] {
        let batch = Batch(records: 1)
        batch.append().initialize(to: record)
        var index = 0
        do {
            let converter = try BuiltinConverters.converter("JsonConverter", ["schemas.enable": "\(schemas)"], side)
            try converter?.fromConnect(batch, from: &index)
            return Array(batch.records[0].value(side).rawBytes)
        } catch {
            return Array("\(error)".utf8)
        }
    }

    private func fnv1a(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
