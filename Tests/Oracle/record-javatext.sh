#!/usr/bin/env bash
# Records again what Java's regular expressions and SimpleDateFormat make of generated cases: the tables in
# Tests/JavaTextTests/Recorded. Needs a JDK 17 and nothing else.
# usage: Tests/Oracle/record-javatext.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac -nowarn -encoding UTF-8 -d "$classes" "$here/JavaTextOracle.java" "$here/JavaDateOracle.java"
java -Duser.timezone=UTC -Duser.language=en -Duser.country=US -cp "$classes" JavaTextOracle "$here/../JavaTextTests/Recorded"
