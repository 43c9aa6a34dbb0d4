internal import KafkaProtocol
internal import Logging
internal import TaskProtocol

/// The embedded broker of a directory, which this worker shares with others: it starts the broker or joins the one that
/// runs, starts it again when it is lost, and leaves it in the end. A broker that a worker started ends when the last
/// worker has left.
public actor SharedBroker {
    /// Why there is no broker, for an operator.
    public struct Failure: Error, CustomStringConvertible {
        /// What was wrong, where, and what to do.
        public let description: String
    }

    private static let patience = Duration.seconds(30)
    private static let pause = Duration.milliseconds(10)

    private let path: String
    private let executable: String
    private let logger = Logger(label: "millrace.broker")
    private var process: BrokerProcess?
    private var presence: FileLock?
    private var watching: Task<Void, Never>?

    /// The broker of a directory; `executable` is the path of `millrace-broker`.
    public init(directory: String, executable: String) {
        path = directory
        self.executable = executable
    }

    /// Starts the broker or joins it, and watches it from then on. Called once.
    ///
    /// - Returns: where it is, as `host:port`. It is there until `leave`, but for the second that a restart takes.
    /// - Throws: `Failure`, or `CancellationError`.
    public func join() async throws -> String {
        let directory: SharedBrokerDirectory
        do {
            directory = try SharedBrokerDirectory(path: path)
            try await announce(in: directory)
        } catch let error as SystemError {
            throw Failure(description: "\(setting): \(error)")
        }
        let address = try await ensure(directory, at: nil)
        watching = Task { await watch(directory, at: address) }
        return address.description
    }

    /// Does without the broker from now on. Returns when it has ended, if nobody else uses it.
    public func leave() async {
        watching?.cancel()
        await watching?.value
        guard presence != nil, let directory = try? SharedBrokerDirectory(path: path) else { return }
        presence = nil
        // A broker that ends keeps others from counting as its users. Whether this one will shows in a moment.
        try? await Task.sleep(for: .milliseconds(100))
        let deadline = ContinuousClock.now + Self.patience
        while isEnding(directory), ContinuousClock.now < deadline { try? await Task.sleep(for: Self.pause) }
        _ = process?.ending()
    }

    private func isEnding(_ directory: SharedBrokerDirectory) -> Bool {
        do {
            return try directory.use() == nil
        } catch {
            return false
        }
    }

    private var setting: String { "bootstrap.servers=embedded://\(path)" }

    /// Counts as a user, for as long as `presence` lives. A broker that is just ending is waited for.
    private func announce(in directory: SharedBrokerDirectory) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            presence = try directory.use()
            if presence != nil { return }
            try await Task.sleep(for: Self.pause)
        }
        throw Failure(
            description: "\(setting): process \(directory.owner), the broker of the directory, has been ending for "
                + "\(Self.patience). If it hangs, kill it and start again.")
    }

    // MARK: - Starting

    /// Returns when a broker answers, which is started if there is none.
    ///
    /// - Parameter address: where it has to listen, because tasks look for it there; nil for any port.
    private func ensure(_ directory: SharedBrokerDirectory, at address: BrokerAddress?) async throws -> BrokerAddress {
        let deadline = ContinuousClock.now + Self.patience
        do {
            let turn = try await self.turn(in: directory, until: deadline)
            defer { withExtendedLifetime(turn) {} }
            return try await started(directory, at: address, until: deadline)
        } catch let error as SystemError {
            throw Failure(description: "\(setting): \(error)")
        }
    }

    private func turn(
        in directory: SharedBrokerDirectory, until deadline: ContinuousClock.Instant
    ) async throws -> FileLock {
        while ContinuousClock.now < deadline {
            if let turn = try directory.turn() { return turn }
            try await Task.sleep(for: Self.pause)
        }
        throw Failure(description: "\(setting): another worker has been starting the broker for \(Self.patience).")
    }

    private func started(
        _ directory: SharedBrokerDirectory, at address: BrokerAddress?, until deadline: ContinuousClock.Instant
    ) async throws -> BrokerAddress {
        var new: BrokerProcess?
        while ContinuousClock.now < deadline {
            if try directory.isOwned() {
                // Without an owner, an address is one that a killed broker left behind.
                if let found = directory.address, await BrokerPresence.answers(at: found, patience: .seconds(1)) {
                    let how = new == nil ? "Joined" : "Started"
                    logger.info("\(how) the embedded broker, process \(directory.owner): \(path), at \(found)")
                    return found
                }
            } else if let ending = new?.ending() {
                throw Failure(
                    description: "\(setting): millrace-broker could not be started (\(ending)). It said: "
                        + told(new?.lastWords() ?? []))
            } else if new == nil, process?.ending() != nil || process == nil {
                new = try BrokerProcess(executable: executable, directory: directory, at: address?.description)
                process = new
            }
            try await Task.sleep(for: Self.pause)
        }
        throw Failure(
            description: "\(setting): the broker, process \(directory.owner), has not answered for \(Self.patience). "
                + "If it hangs, kill it and start again. It said: " + told(new?.lastWords() ?? []))
    }

    private func told(_ lines: [String]) -> String {
        lines.isEmpty ? "nothing (\(path)/broker.log)" : lines.joined(separator: "\n")
    }

    // MARK: - Watching

    /// Starts the broker again whenever it is lost, until the task is cancelled.
    private func watch(_ directory: SharedBrokerDirectory, at address: BrokerAddress) async {
        while true {
            let begun = ContinuousClock.now
            await BrokerPresence.awaitLoss(at: address)
            if Task.isCancelled { return }
            let ending = process?.ending().map { ", process \(process?.pid ?? 0), ended with \($0)" } ?? " is gone"
            logger.warning("The embedded broker\(ending): \(path), at \(address). It is started again")
            // One that ends as soon as it answers is not to take all of the machine.
            let rest = Duration.seconds(1) - (ContinuousClock.now - begun)
            if rest > .zero { try? await Task.sleep(for: rest) }
            await restart(directory, at: address)
        }
    }

    private func restart(_ directory: SharedBrokerDirectory, at address: BrokerAddress) async {
        while !Task.isCancelled {
            do {
                let found = try await ensure(directory, at: address)
                if found == address { return }
                logger.error(
                    """
                    The embedded broker of \(path) is at \(found) now, where somebody else has started it; the tasks of \
                    this worker look for it at \(address). Start it with --listen \(address), or start this worker anew
                    """)
            } catch {
                if !Task.isCancelled { logger.error("\(error)") }
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }
}
