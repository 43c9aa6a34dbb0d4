internal import CMillrace
internal import ConnectData
internal import TaskProtocol

/// The steps that a batch takes between plugin and client, one after the other over the whole batch.
final class RecordPipeline {
    /// One step: a converter's direction or a transformation.
    struct Step {
        let stage: Stage
        /// The class that does it.
        let name: String
        let call: CallKind
        /// The step as an operator finds it in the configuration.
        let place: String
        /// Whether the step has nothing to do unless a record of the batch has headers.
        let onlyForHeaders: Bool
        /// Whether plugin code runs in it.
        let isPlugin: Bool
        let run: (_ batch: Batch, _ index: inout Int) throws(ConnectError) -> Void

        /// - Parameter alias: a transformation's, since several may have the same class.
        init(
            stage: Stage, name: String, call: CallKind, alias: String? = nil, onlyForHeaders: Bool, isPlugin: Bool,
            run: @escaping (_ batch: Batch, _ index: inout Int) throws(ConnectError) -> Void
        ) {
            self.stage = stage
            self.name = name
            self.call = call
            place = alias.map { "\(name) (transforms.\($0))" } ?? name
            self.onlyForHeaders = onlyForHeaders
            self.isPlugin = isPlugin
            self.run = run
        }
    }

    private let steps: [Step]
    /// Whether a step runs plugin code, whose results are checked.
    let hasPluginSteps: Bool
    private let errors: ErrorHandler
    private let metrics: TaskMetrics

    init(steps: [Step], errors: ErrorHandler, metrics: TaskMetrics) {
        self.steps = steps
        hasPluginSteps = steps.contains(where: \.isPlugin)
        self.errors = errors
        self.metrics = metrics
    }

    /// Takes a batch through all steps. A record that fails for good ends the batch before itself: what stands before
    /// it has taken every step and can go on; the error is for the task to fail with afterwards. `.retriable` says that
    /// the task is to end while a record waits for its next attempt: it is not done, and nothing failed.
    func process(_ batch: Batch) -> ConnectError? {
        var failure: ConnectError?
        for step in steps where !step.onlyForHeaders || batch.hasHeaders {
            do throws(ConnectError) {
                try run(step, batch)
            } catch {
                failure = error
            }
        }
        return failure
    }

    private func run(_ step: Step, _ batch: Batch) throws(ConnectError) {
        var index = 0
        var failing = -1
        var attempts = ErrorHandler.Attempts()
        while let error = try attempt(step, batch, &index) {
            if index != failing { attempts = ErrorHandler.Attempts() }
            failing = index
            do throws(ConnectError) {
                switch try errors.handle(
                    error, at: index, of: batch, stage: step.stage, step: step.name, place: step.place,
                    attempts: &attempts)
                {
                case .retry: break
                case .skip:
                    batch.records[index].isDropped = true
                    index += 1
                case .interrupted: throw ConnectError(.retriable, "The task is to end while \(step.place) is retried")
                }
            } catch {
                batch.truncate(to: index)
                throw error
            }
        }
    }

    /// One run of a step, from a record on; gives the error of the record at `index`. Throws, with nothing left in the
    /// batch, what is no record's error: a batch that a plugin has spoiled cannot go on, whatever is tolerated.
    private func attempt(
        _ step: Step, _ batch: Batch, _ index: inout Int
    ) throws(ConnectError) -> ConnectError? {
        let count = batch.count
        var failure: ConnectError?
        metrics.begin(step.call, of: step.place)
        do throws(ConnectError) { try step.run(batch, &index) } catch { failure = error }
        metrics.end()
        do throws(ConnectError) {
            if step.isPlugin { try BatchCheck.check(batch) }
            guard batch.count == count else {
                throw ConnectError(
                    .fatal, "\(step.place) changed the number of records from \(count) to \(batch.count)")
            }
            if let failure, !(0..<count).contains(index) { throw failure }
        } catch {
            batch.truncate(to: 0)
            throw ConnectError(.fatal, "\(step.stage.rawValue) by \(step.place): \(error.message)")
        }
        return failure
    }
}

extension Batch {
    fileprivate var hasHeaders: Bool {
        records.contains { $0.header_count != 0 }
    }
}
