#!/usr/bin/env bash
# Records again how Kafka Connect 4.3 validates the configurations of record-validate.py, and how it defines its classes.
# usage: KAFKA_CONNECT_CLASSPATH='/opt/kafka/libs/*' Tests/Oracle/record-validate.sh
# Needs millrace-broker: that of .build/debug, or the one that MILLRACE_BROKER names.
set -euo pipefail
: "${KAFKA_CONNECT_CLASSPATH:?set it to the jars of Kafka Connect, such as /opt/kafka/libs/*}"
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
"${MILLRACE_BROKER:-$here/../../.build/debug/millrace-broker}" --dir "$scratch" --listen 127.0.0.1:0 2>"$scratch/log" &
broker=$!
trap 'kill "$broker"; rm -rf "$scratch"' EXIT
until [ -s "$scratch/address" ]; do
    kill -0 "$broker" || { cat "$scratch/log" >&2; exit 1; }
    sleep 0.1
done
mkdir -p "$here/../RESTServerTests/Recorded"
python3 "$here/record-validate.py" "$here/../RESTServerTests/Recorded" "$(cat "$scratch/address")"
