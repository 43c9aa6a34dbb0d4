internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// Puts a batch that was validated behind the last one of its partition. It is on disk after `durable()`.
    ///
    /// - Returns: its base offset; that of the first time, if an idempotent producer sends it again.
    func append(
        _ batch: RecordBatch, to partition: Partition, transactionalId: String?, now: Int64
    ) throws(Refusal) -> Int64 {
        if batch.producerId >= 0 {
            let verdict = try states(of: partition).judge(
                producer: batch.producerId, epoch: batch.producerEpoch, firstSequence: batch.baseSequence,
                lastSequence: batch.lastSequence)
            switch verdict {
            case .append: break
            case .duplicate(let baseOffset): return baseOffset
            case .refuse(let code): throw Refusal(code)
            }
            try checkTransaction(batch, in: partition, id: transactionalId)
        }
        let baseOffset = try store(batch, in: partition)
        if batch.producerId >= 0 {
            if batch.attributes.contains(.transactional) {
                try noteFirstOffset(baseOffset, in: partition, id: transactionalId)
            }
            partition.producers?.add(
                producer: batch.producerId, epoch: batch.producerEpoch, firstSequence: batch.baseSequence,
                lastSequence: batch.lastSequence, baseOffset: baseOffset, now: now)
        }
        return baseOffset
    }

    /// What producers have sent to a partition.
    func states(of partition: Partition) throws(Refusal) -> ProducerStates {
        if let known = partition.producers { return known }
        let rows = try stored { () throws(StorageError) in try store.producers(partition: partition.id) }
        let states = ProducerStates(rows)
        partition.producers = states
        return states
    }

    /// Puts a batch, of a client or a marker, at the partition's end.
    func store(_ batch: RecordBatch, in partition: Partition) throws(Refusal) -> Int64 {
        var batch = batch
        let baseOffset = partition.nextOffset
        batch.assign(baseOffset: baseOffset)
        try stored { () throws(StorageError) in try store.append(batch, partition: partition.id) }
        partition.nextOffset = batch.lastOffset + 1
        uncommitted.touch(partition, bytes: batch.size)
        return baseOffset
    }
}

extension BrokerStore {
    /// Appends a batch whose offsets are assigned.
    fileprivate func append(_ batch: RecordBatch, partition: Int64) throws(StorageError) {
        let result = batch.bytes.withUnsafeReadableBytes { bytes in
            Result { () throws(StorageError) in
                try append(
                    bytes, partition: partition, baseOffset: batch.baseOffset, lastOffset: batch.lastOffset,
                    maxTimestamp: batch.maxTimestamp)
            }
        }
        try result.get()
    }
}

extension Partition {
    /// Hands what has changed of the producers' states to the store.
    func storeProducers(in store: BrokerStore) throws(StorageError) {
        guard let changed = producers?.takeChanged() else { return }
        for producer in changed {
            if let state = producers?.byProducer[producer] {
                try store.setProducer(producer, partition: id, state)
            } else {
                try store.deleteProducer(producer, partition: id)
            }
        }
    }
}
