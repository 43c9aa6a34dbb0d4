#!/usr/bin/env bash
# Generates again the change events and configurations in Tests/TransformsTests/Recorded/Debezium, and records what
# Debezium's transformations make of them. The generator is seeded: the same Debezium gives the same files.
# Needs Java 19 or later, which writes floats with as many digits as they need.
# DEBEZIUM_LIBS is a folder with the jars of Debezium 3.6 (debezium-api, -config, -connect-plugins, -connector-common,
# -util, -openlineage-api), such as the folder of a connector in plugin.path.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' DEBEZIUM_LIBS=/opt/connect/debezium-connector-postgres \
#          Tests/Oracle/record-debezium.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
: "${DEBEZIUM_LIBS:?set it to the folder with the jars of Debezium}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
classpath=$KAFKA_CONNECT_CLASSPATH
for name in api config connect-plugins connector-common util openlineage-api; do
  for jar in "$DEBEZIUM_LIBS"/debezium-"$name"-*.jar; do classpath=$classpath:$jar; done
done
recorded=$here/../TransformsTests/Recorded/Debezium
mkdir -p "$recorded"
javac -nowarn -cp "$classpath" -d "$classes" "$here"/Transform*.java "$here"/Debezium*.java
java -Duser.timezone=UTC -Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8 -Dlog4j2.level=OFF \
  -cp "$classes:$classpath" DebeziumOracle "$recorded"
