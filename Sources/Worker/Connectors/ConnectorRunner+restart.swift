extension ConnectorRunner {
    /// What a restart (KIP-745) applies to.
    struct RestartPlan: Sendable {
        let restartsInstance: Bool
        let tasks: [TaskRunner]
    }

    /// Decides what a restart applies to and shows it in the statuses. Nothing is restarted yet.
    func planRestart(includeTasks: Bool, onlyFailed: Bool) async -> RestartPlan {
        guard target != .stopped else { return RestartPlan(restartsInstance: false, tasks: []) }
        let restartsInstance = !onlyFailed || instance.state == .failed
        var affected: [TaskRunner] = []
        for task in tasks where includeTasks {
            let status = await task.status
            if !onlyFailed || status.state == .failed { affected.append(task) }
        }
        if restartsInstance { instance = .init(state: .restarting, version: instance.version) }
        for task in affected { await task.markRestarting() }
        return RestartPlan(restartsInstance: restartsInstance, tasks: affected)
    }

    /// Restarts what was decided: the tasks also when the instance cannot be started, since they show that they are to be
    /// restarted. Tasks that the connector replaces by others are not started again.
    func restart(_ plan: RestartPlan) async throws(HerderError) {
        var failure: HerderError?
        if plan.restartsInstance {
            do throws(HerderError) { try await restartInstance() } catch { failure = error }
        }
        let current = plan.tasks.filter { task in tasks.contains { $0 === task } }
        let deadline = worker.config.taskShutdownGracefulTimeout
        await withTaskGroup { group in
            for task in current { group.addTask { await task.restart(deadline: deadline) } }
        }
        if let failure { throw failure }
    }

    /// Restarts one task.
    func restartTask(_ number: Int) async throws(HerderError) {
        guard tasks.indices.contains(number) else { throw .notFound("Task \(name)-\(number) not found") }
        await tasks[number].restart(deadline: worker.config.taskShutdownGracefulTimeout)
    }
}
