/// Where in a record's way an error happened, as logs and dead letters name it (Connect's `Stage`).
enum Stage: String {
    case taskPoll = "TASK_POLL"
    case taskPut = "TASK_PUT"
    case transformation = "TRANSFORMATION"
    case keyConverter = "KEY_CONVERTER"
    case valueConverter = "VALUE_CONVERTER"
    case headerConverter = "HEADER_CONVERTER"
    case kafkaProduce = "KAFKA_PRODUCE"
    case kafkaConsume = "KAFKA_CONSUME"
}
