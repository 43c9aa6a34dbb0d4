#!/usr/bin/env bash
# Records again what Jackson and the JDK do with JSON texts, numbers and UTF-8, as the tables that the tests read. The
# documents themselves are listed in Tests/ConnectDataTests/Recorded/json-documents.jsonl; the answers are added there.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-json.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/JSONOracle.java"
java -cp "$classes:$KAFKA_CONNECT_CLASSPATH" JSONOracle "$here/../ConnectDataTests/Recorded"
