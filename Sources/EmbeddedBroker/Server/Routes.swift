internal import KafkaProtocol
internal import NIOCore

/// Every kind of request that the broker serves.
struct Routes: Sendable {
    /// A request that no broker would serve. Kafka closes the connection, too.
    struct Unserved: Error, CustomStringConvertible {
        let header: RequestHeader

        var description: String {
            "\(header.requestApiKey) of version \(header.requestApiVersion) is not served (correlation id "
                + "\(header.correlationId), client id \(header.clientId ?? "null"))"
        }
    }

    private let byKey: [APIKey: Route]

    init(_ broker: Broker) {
        let routes = [
            // librdkafka before 2.8 takes a broker that does not list the versions before 3 for one that cannot
            // compress (KAFKA-18659).
            Route(ProduceRequest.self, listed: 0...ProduceRequest.versions.upperBound) { await broker.produce($0, $1) },
            Route(FetchRequest.self) { await broker.fetch($0, $1) },
            Route(ListOffsetsRequest.self) { await broker.listOffsets($0, $1) },
            Route(OffsetForLeaderEpochRequest.self) { await broker.offsetForLeaderEpoch($0, $1) },
            Route(MetadataRequest.self) { await broker.metadata($0, $1) },
            Route(CreateTopicsRequest.self) { await broker.createTopics($0, $1) },
            Route(DeleteTopicsRequest.self) { await broker.deleteTopics($0, $1) },
            Route(CreatePartitionsRequest.self) { await broker.createPartitions($0, $1) },
            Route(DeleteRecordsRequest.self) { await broker.deleteRecords($0, $1) },
            Route(DescribeConfigsRequest.self) { await broker.describeConfigs($0, $1) },
            Route(AlterConfigsRequest.self) { await broker.alterConfigs($0, $1) },
            Route(IncrementalAlterConfigsRequest.self) { await broker.incrementalAlterConfigs($0, $1) },
            Route(DescribeClusterRequest.self) { broker.describeCluster($0, $1) },
            Route(DescribeLogDirsRequest.self) { await broker.describeLogDirs($0, $1) },
            Route(DescribeProducersRequest.self) { await broker.describeProducers($0, $1) },
            Route(DescribeTransactionsRequest.self) { await broker.describeTransactions($0, $1) },
            Route(ListTransactionsRequest.self) { await broker.listTransactions($0, $1) },
            Route(InitProducerIdRequest.self) { await broker.initProducerId($0, $1) },
            Route(AddPartitionsToTxnRequest.self) { await broker.addPartitionsToTxn($0, $1) },
            Route(AddOffsetsToTxnRequest.self) { await broker.addOffsetsToTxn($0, $1) },
            Route(TxnOffsetCommitRequest.self) { await broker.txnOffsetCommit($0, $1) },
            Route(EndTxnRequest.self) { await broker.endTxn($0, $1) },
            Route(FindCoordinatorRequest.self) { await broker.findCoordinator($0, $1) },
            Route(JoinGroupRequest.self) { await broker.joinGroup($0, $1) },
            Route(SyncGroupRequest.self) { await broker.syncGroup($0, $1) },
            Route(HeartbeatRequest.self) { await broker.heartbeat($0, $1) },
            Route(LeaveGroupRequest.self) { await broker.leaveGroup($0, $1) },
            Route(OffsetCommitRequest.self) { await broker.offsetCommit($0, $1) },
            Route(OffsetFetchRequest.self) { await broker.offsetFetch($0, $1) },
            Route(OffsetDeleteRequest.self) { await broker.offsetDelete($0, $1) },
            Route(ListGroupsRequest.self) { await broker.listGroups($0, $1) },
            Route(DescribeGroupsRequest.self) { await broker.describeGroups($0, $1) },
            Route(DeleteGroupsRequest.self) { await broker.deleteGroups($0, $1) },
        ]
        byKey = Dictionary(uniqueKeysWithValues: routes.map { ($0.key, $0) })
    }

    /// Serves a request; nil if the client wants no answer.
    nonisolated(nonsending) func serve(
        _ request: IncomingRequest, _ context: RequestContext
    ) async throws -> ByteBuffer? {
        let header = request.header
        if header.requestApiKey == .apiVersions { return try apiVersions(request) }
        guard let route = byKey[header.requestApiKey], route.versions.contains(header.requestApiVersion) else {
            throw Unserved(header: header)
        }
        return try await route.serve(request, context)
    }

    /// A client that asks in a version that is unknown gets the answer of version 0, and asks again (KIP-35).
    private func apiVersions(_ request: IncomingRequest) throws -> ByteBuffer {
        var response = ApiVersionsResponse()
        response.apiKeys = listed
        guard ApiVersionsRequest.versions.contains(request.header.requestApiVersion) else {
            response.errorCode = .unsupportedVersion
            var header = request.header
            header.requestApiVersion = 0
            return try IncomingRequest.encode(response, answering: header)
        }
        _ = try request.decoded(ApiVersionsRequest.self)
        return try request.encoded(response)
    }

    private var listed: [ApiVersionsResponse.ApiVersion] {
        let served =
            byKey.values.map { ($0.key, $0.listedVersions) } + [
                (.apiVersions, ApiVersionsRequest.versions), (.saslHandshake, SaslHandshakeRequest.versions),
                (.saslAuthenticate, SaslAuthenticateRequest.versions),
            ]
        return served.sorted { $0.0.rawValue < $1.0.rawValue }.map { key, versions in
            var version = ApiVersionsResponse.ApiVersion()
            version.apiKey = key
            version.minVersion = versions.lowerBound
            version.maxVersion = versions.upperBound
            return version
        }
    }
}
