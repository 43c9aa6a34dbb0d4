#!/usr/bin/env bash
# Records again the batches that Kafka's Java client and librdkafka write with each codec, as the table that the tests
# read. Both write the same hundred records.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' PYTHON=python-with-confluent-kafka Tests/Oracle/record-batches.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
: "${PYTHON:?set it to a Python that has the package confluent-kafka}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/BatchOracle.java"
{
    java -cp "$classes:$KAFKA_CONNECT_CLASSPATH" BatchOracle
    "$PYTHON" "$here/record-produce.py"
} >"$here/../EmbeddedBrokerTests/Log/Recorded/batches.tsv"
