#!/usr/bin/env bash
# Records again what the config providers of Kafka 4.3 find, and how its ConfigTransformer replaces variables, as the
# tables that the tests read.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-providers.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -nowarn -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here/ProviderOracle.java"
java -Dlog4j2.level=OFF -cp "$classes:$KAFKA_CONNECT_CLASSPATH" ProviderOracle "$here/../ConnectConfigTests/Recorded"
