#!/usr/bin/env bash
# Records again what Connect's converters do with the cases in Tests/ConvertersTests/Recorded: the answers are written
# beside the cases. The files named -generated are made anew, with the same cases every time. Dates are shown in the
# time zone UTC.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-converters.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -nowarn -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/ConverterOracle.java" "$here/ConverterCases.java"
java -Duser.timezone=UTC -Dlog4j2.level=OFF -cp "$classes:$KAFKA_CONNECT_CLASSPATH" ConverterOracle "$here/../ConvertersTests/Recorded"
