#!/usr/bin/env bash
# Records again what Connect's Values makes of generated texts, the same ones every time, in
# Tests/ConvertersTests/Recorded/values.jsonl.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-values.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -nowarn -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here"/{ValuesOracle,ValuesCases,ConverterOracle,ConverterCases}.java
java -Duser.timezone=UTC -Dlog4j2.level=OFF -cp "$classes:$KAFKA_CONNECT_CLASSPATH" ValuesOracle "$here/../ConvertersTests/Recorded"
