/// What can be configured. The numbers are those of DescribeConfigs and its kin.
enum ConfigResourceType: Int8 {
    case topic = 2
    case broker = 4
    case brokerLogger = 8
    case clientMetrics = 16
    case group = 32
}

/// What configurations are asked of, or changed.
struct ConfigResource: Hashable {
    let type: Int8
    let name: String
}
