#!/usr/bin/env bash
# Records again what Apache Kafka Connect 4.3 does with configurations, as the tables that the tests read.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-config.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/ConfigOracle.java"
cd "$classes"
java -cp "$classes:$KAFKA_CONNECT_CLASSPATH" ConfigOracle "$here/../ConnectConfigTests/Recorded" "$here/../WorkerTests/Configuration/Recorded"
