#!/usr/bin/env bash
# Records again what the real Kafka Connect puts into the topic for Tests/EndToEndTests/Recorded/pipeline.properties.
# usage: KAFKA_CONNECT=/path/to/launcher Tests/Oracle/record-pipeline.sh
#   the launcher starts Kafka Connect when called with: standalone worker.properties connector.properties
# Needs a debug build of millrace-broker, and kcat.
set -euo pipefail
: "${KAFKA_CONNECT:?set it to a program that starts Kafka Connect}"
root=$(cd "$(dirname "$0")/../.." && pwd)
recorded=$root/Tests/EndToEndTests/Recorded
directory=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$directory"' EXIT

"$root/.build/debug/millrace-broker" --dir "$directory/broker" --listen 127.0.0.1:0 >"$directory/broker.log" 2>&1 &
broker=
until [ -n "$broker" ]; do
    sleep 0.1
    broker=$(sed -n 's/.*Listening on \([0-9.:]*\),.*/\1/p' "$directory/broker.log")
done

cp "$recorded/pipeline-orders.txt" "$directory/orders.txt"
cp "$recorded/pipeline-secrets.properties" "$directory/secrets.properties"
sed "s|@DIRECTORY@|$directory|g" "$recorded/pipeline.properties" >"$directory/connector.properties"
cat >"$directory/worker.properties" <<END
bootstrap.servers=$broker
listeners=http://127.0.0.1:$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename=$directory/offsets
plugin.discovery=service_load
config.providers=file
config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
END
"$KAFKA_CONNECT" standalone "$directory/worker.properties" "$directory/connector.properties" >"$directory/worker.log" 2>&1 &
lines=$(wc -l <"$recorded/pipeline-orders.txt")
for _ in $(seq 60); do
    timeout 10 kcat -b "$broker" -C -t cooked.orders -o beginning -c "$lines" -f '%k\t%s\t%h\n' -q >"$directory/topic" 2>/dev/null && break
    sleep 1
done
[ -s "$directory/topic" ] || { tail -50 "$directory/worker.log"; exit 1; }
mv "$directory/topic" "$recorded/pipeline-topic.txt"
cat "$recorded/pipeline-topic.txt"
