internal import Glibc
internal import KafkaProtocol

extension Broker {
    /// What the partitions take on the disk, and what there is.
    func describeLogDirs(_ request: DescribeLogDirsRequest, _ context: RequestContext) -> DescribeLogDirsResponse {
        var response = DescribeLogDirsResponse()
        var result = DescribeLogDirsResponse.DescribeLogDirsResult()
        result.logDir = Self.absolutePath(configuration.directory)
        do throws(Refusal) {
            result.topics = try logs(request.topics)
            (result.totalBytes, result.usableBytes) = Self.space(in: configuration.directory)
        } catch {
            result.errorCode = error.code
        }
        response.results = [result]
        return response
    }

    /// - Parameter wanted: nil for all.
    private func logs(
        _ wanted: [DescribeLogDirsRequest.DescribableLogDirTopic]?
    ) throws(Refusal) -> [DescribeLogDirsResponse.DescribeLogDirsTopic] {
        let rows = try stored { () throws(StorageError) in try store.topics() }
        let numbers = wanted.map { topics in
            Dictionary(topics.map { ($0.topic, Set($0.partitions)) }) { $0.union($1) }
        }
        return rows.sorted { $0.name < $1.name }.compactMap { row in
            var topic = DescribeLogDirsResponse.DescribeLogDirsTopic()
            topic.name = row.name
            for partition in row.partitions where numbers?[row.name, default: []].contains(partition.number) ?? true {
                var log = DescribeLogDirsResponse.DescribeLogDirsPartition()
                log.partitionIndex = partition.number
                log.partitionSize = partition.size
                topic.partitions.append(log)
            }
            return topic.partitions.isEmpty ? nil : topic
        }
    }

    /// All bytes of the file system that has the directory, and those that are left; -1 if it does not say.
    private static func space(in directory: String) -> (total: Int64, usable: Int64) {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return (-1, -1) }
        let unit = UInt64(status.f_frsize)
        return (Int64(clamping: UInt64(status.f_blocks) * unit), Int64(clamping: UInt64(status.f_bavail) * unit))
    }

    private static func absolutePath(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
