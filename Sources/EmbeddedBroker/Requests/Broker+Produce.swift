internal import KafkaProtocol
internal import NIOCore

extension Broker {
    /// Appends each partition's batch. Answered when all are on disk; nil for a producer that wants no answer.
    func produce(_ request: ProduceRequest, _ context: RequestContext) async -> ProduceResponse? {
        var response = ProduceResponse()
        maintenance.isUsed = true
        let now = Clock.milliseconds
        for topic in request.topicData {
            var answers = ProduceResponse.TopicProduceResponse()
            answers.name = topic.name
            for data in topic.partitionData {
                answers.partitionResponses.append(append(data, to: topic.name, of: request, context, now: now))
            }
            response.responses.append(answers)
        }
        do throws(Refusal) {
            try await durable()
        } catch {
            for index in response.responses.indices {
                response.responses[index].partitionResponses.refuseRest(error)
            }
        }
        return request.acks == 0 ? nil : response
    }

    private func append(
        _ data: ProduceRequest.PartitionProduceData, to topic: String, of request: ProduceRequest,
        _ context: RequestContext, now: Int64
    ) -> ProduceResponse.PartitionProduceResponse {
        var answer = ProduceResponse.PartitionProduceResponse()
        answer.index = data.index
        do throws(Refusal) {
            guard -1...1 ~= request.acks else { throw Refusal(.invalidRequiredAcks) }
            let partition = try partition(topic, data.index)
            let config = topics[topic]?.config ?? TopicConfig()
            let batch: RecordBatch
            do throws(BatchError) {
                batch = try RecordBatches.validate(
                    records: data.records ?? ByteBuffer(), rules: config.rules(context.version, now: now))
            } catch {
                answer.explain(error)
                throw Refusal(error.code, error.description)
            }
            answer.baseOffset = try append(batch, to: partition, transactionalId: request.transactionalId, now: now)
            answer.logAppendTimeMs = config.stampsOnAppend ? now : -1
            answer.logStartOffset = partition.logStart
        } catch {
            answer.refuse(error)
        }
        return answer
    }
}

extension TopicConfig {
    fileprivate func rules(_ produceVersion: Int16, now: Int64) -> BatchRules {
        BatchRules(
            produceVersion: produceVersion, maxMessageBytes: maximumMessageBytes,
            isCompacted: cleanupPolicy.contains(.compact),
            timestampType: stampsOnAppend ? .logAppendTime : .createTime, timestampBeforeMaxMs: timestampBeforeMaximum,
            timestampAfterMaxMs: timestampAfterMaximum, now: now)
    }
}

extension ProduceResponse.PartitionProduceResponse: RefusableAnswer {
    mutating func refuse(_ refusal: Refusal) {
        errorCode = refusal.code
        errorMessage = refusal.message
        baseOffset = -1
        logAppendTimeMs = -1
        logStartOffset = -1
    }

    /// Names the record that is at fault (KIP-467).
    fileprivate mutating func explain(_ error: BatchError) {
        guard let index = error.recordIndex else { return }
        var record = ProduceResponse.BatchIndexAndErrorMessage()
        record.batchIndex = index
        record.batchIndexErrorMessage = error.description
        recordErrors = [record]
    }
}
