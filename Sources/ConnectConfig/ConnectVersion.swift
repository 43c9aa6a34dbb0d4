/// The version of Kafka Connect whose contract is kept: what clients see, and the version of all that is built in.
public let connectVersion = "4.3.0"
