// What a record costs between a plugin and the Kafka client, without either: swift run -c release RecordPath
try Report().run()
