#!/usr/bin/env bash
# Generates again the records and configurations in Tests/TransformsTests/Recorded, and records what Connect's
# transformations and predicates make of them. The generator is seeded: the same Connect gives the same files.
# Needs Java 19 or later, which writes floats with as many digits as they need.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-transforms.sh
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
recorded=$here/../TransformsTests/Recorded
mkdir -p "$recorded"
javac -nowarn -cp "$KAFKA_CONNECT_CLASSPATH" -d "$classes" "$here"/Transform*.java
java -Duser.timezone=UTC -Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8 -Dlog4j2.level=OFF \
  -cp "$classes:$KAFKA_CONNECT_CLASSPATH" TransformOracle "$recorded"
