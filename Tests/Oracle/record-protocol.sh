#!/usr/bin/env bash
# Records again the bytes of Kafka 4.3's messages with random fields, in every version that KafkaProtocol knows, as the
# tables that the tests read.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-protocol.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/ProtocolOracle.java"
java -cp "$classes:$KAFKA_CONNECT_CLASSPATH" ProtocolOracle "$here/../KafkaProtocolTests/Recorded" \
    Produce:3-9 Fetch:4-12 ListOffsets:1-8 Metadata:0-12 OffsetCommit:2-9 OffsetFetch:1-9 FindCoordinator:0-6 \
    JoinGroup:0-9 Heartbeat:0-4 LeaveGroup:0-5 SyncGroup:0-5 DescribeGroups:0-5 ListGroups:0-5 SaslHandshake:0-1 \
    ApiVersions:0-4 CreateTopics:2-7 DeleteTopics:1-6 DeleteRecords:0-2 InitProducerId:0-4 \
    OffsetForLeaderEpoch:2-4 AddPartitionsToTxn:0-3 AddOffsetsToTxn:0-3 EndTxn:0-3 TxnOffsetCommit:0-3 \
    DescribeConfigs:1-4 AlterConfigs:0-2 DescribeLogDirs:1-4 SaslAuthenticate:0-2 CreatePartitions:0-3 \
    DeleteGroups:0-2 IncrementalAlterConfigs:0-1 OffsetDelete:0-0 DescribeCluster:0-1 DescribeProducers:0-0 \
    DescribeTransactions:0-0 ListTransactions:0-1
