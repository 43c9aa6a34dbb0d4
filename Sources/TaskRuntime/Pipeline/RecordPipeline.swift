internal import CMillrace
internal import ConnectData
internal import TaskProtocol

/// The steps that a batch takes between plugin and client, one after the other over the whole batch.
final class RecordPipeline {
    /// One step: a converter's direction or a transformation.
    struct Step {
        let stage: Stage
        /// The class that does it, for errors.
        let name: String
        let call: CallKind
        /// Whether the step has nothing to do unless a record of the batch has headers.
        let onlyForHeaders: Bool
        /// Whether plugin code runs in it.
        let isPlugin: Bool
        let run: (_ batch: Batch, _ index: inout Int) throws(ConnectError) -> Void
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
    /// it has taken every step and can go on; the error is for the task to fail with afterwards.
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
        metrics.begin(step.call)
        defer { metrics.end() }
        while true {
            do throws(ConnectError) {
                try step.run(batch, &index)
                return
            } catch {
                if index != failing { attempts = ErrorHandler.Attempts() }
                failing = index
                do throws(ConnectError) {
                    let decision = try errors.handle(
                        error, at: index, of: batch, stage: step.stage, step: step.name, attempts: &attempts)
                    if decision == .skip, index < batch.count {
                        batch.records[index].isDropped = true
                        index += 1
                    }
                } catch {
                    batch.truncate(to: index)
                    throw error
                }
            }
        }
    }
}

extension Batch {
    fileprivate var hasHeaders: Bool {
        records.contains { $0.header_count != 0 }
    }
}
