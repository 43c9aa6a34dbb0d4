internal import ConnectData
internal import KafkaClient
internal import PluginHost
internal import TaskProtocol

/// Offset commits: the sink says what is done, and no offset goes beyond that.
extension SinkTaskRunner {
    /// Begins a commit of all partitions; its outcome arrives with a later poll.
    func beginCommit() {
        nextCommit = ContinuousClock.now + commitInterval
        guard commit == nil else { return environment.metrics.add(.commitSkips) }
        guard let offsets = preCommit(positions.toCommit(nil), closing: false), !offsets.isEmpty else { return }
        environment.metrics[.commitSequence] &+= 1
        let token = UInt(environment.metrics[.commitSequence])
        do {
            try consumer.commit(offsets, token: token)
            commit = (token, ContinuousClock.now)
            positions.committing(offsets)
        } catch {
            environment.log.error("Offsets cannot be committed now, they are committed again later: \(error)")
        }
    }

    /// Commits partitions that are about to go, and waits for the outcome.
    func commitNow(_ partitions: [TopicPartition]) {
        guard let offsets = preCommit(positions.toCommit(partitions), closing: true), !offsets.isEmpty else { return }
        let begun = ContinuousClock.now
        environment.metrics[.commitSequence] &+= 1
        do {
            try consumer.commit(offsets)
            positions.committing(offsets)
            positions.committed(offsets)
            count(since: begun, succeeded: true)
        } catch {
            count(since: begun, succeeded: false)
            environment.log.error("Offsets of \(partitions) cannot be committed, records will come again: \(error)")
        }
    }

    /// Takes the outcome of a commit. What failed, all of it or single partitions, is committed again the next time.
    func committed(_ token: UInt, _ offsets: [PartitionOffset], _ error: KafkaError?) {
        guard let begun = commit?.begun, commit?.token == token else { return }
        commit = nil
        let failed = offsets.filter { $0.error != nil }
        count(since: begun, succeeded: error == nil && failed.isEmpty)
        if error == nil { positions.committed(offsets.filter { $0.error == nil }) }
        environment.metrics[.active] = UInt64(positions.uncommitted)
        // An error of the whole commit is that of each partition too: only others are worth a name.
        var reasons = error.map { ["\($0)"] } ?? []
        for entry in failed where entry.error?.code != error?.code {
            if let own = entry.error { reasons.append("\(entry.partition): \(own)") }
        }
        guard !reasons.isEmpty else { return }
        environment.log.error(
            "Failed to commit offsets, they are committed again later: \(reasons.joined(separator: "; "))")
    }

    private func count(since begun: ContinuousClock.Instant, succeeded: Bool) {
        let time = (ContinuousClock.now - begun) / .nanoseconds(1)
        environment.metrics.countCommit(succeeded: succeeded, time: UInt64(max(0, time)))
    }

    /// Asks the task; nil if it cannot say now. As in Connect, partitions then go back to what is committed, and their
    /// records come again: of their own accord, if they are being closed.
    private func preCommit(_ offsets: [PartitionOffset], closing: Bool) -> [PartitionOffset]? {
        if offsets.isEmpty { return [] }
        guard flushDeadLetters() else {
            environment.log.error("Dead letters are not written yet; offsets are committed later")
            return nil
        }
        let asked = offsets.compactMap { entry in
            entry.offset.map { SinkOffset(SinkPartition(entry.partition), offset: $0) }
        }
        do throws(ConnectError) {
            let answer = try environment.call(.preCommit) { () throws(ConnectError) in try task.preCommit(asked) }
            let limits = Dictionary(uniqueKeysWithValues: asked.map { ($0.partition, $0.offset) })
            return answer.compactMap { entry in
                guard let limit = limits[entry.partition] else { return nil }
                return PartitionOffset(TopicPartition(entry.partition), offset: min(limit, entry.offset))
            }
        } catch {
            environment.log.error("The task cannot commit now, and its records come again: \(error)")
            if !closing {
                // A batch that waits for its next try is among what comes again; put now, it would overtake the rest.
                release()
                requests.seek(positions.rewind())
            }
            return nil
        }
    }
}
