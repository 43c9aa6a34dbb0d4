#!/usr/bin/env bash
# Records again what Connect's own file connectors make of lines, malformed text and values, as the tables that the
# tests read.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-filestream.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/FileStreamOracle.java"
java -cp "$classes:$KAFKA_CONNECT_CLASSPATH" FileStreamOracle "$here/../FileStreamTests/Recorded"
