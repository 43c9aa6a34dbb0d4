internal import CProcess

/// What a plugin process wrote about its own crash, with the names that its files give to the addresses.
public struct CrashReport: Sendable {
    /// One call on the stack, innermost first.
    public struct Frame: Sendable, Equatable {
        /// The address in the dead process.
        public let address: UInt64
        /// The path of the file that the code came from, or nil if it came from none.
        public let module: String?
        /// The function, demangled, or nil if the file does not name it.
        public let symbol: String?
        /// Bytes from the start of the symbol, or of the file if there is no symbol.
        public let offset: UInt64
    }

    /// The signal's number.
    public let signal: Int32
    /// The address that was accessed or executed, for signals that have one.
    public let faultAddress: UInt64?
    /// The name of the thread that crashed, and whether it was the task's own.
    public let threadName: String
    /// Whether the thread was the main one, which runs the task's loop.
    public let onMainThread: Bool
    /// The stack: the innermost 48 calls and the outermost 16.
    public let frames: [Frame]
    /// Calls left out between those two groups: many for a runaway recursion.
    public let framesLeftOut: Int
    /// Whether the stack could be read to its end.
    public let isComplete: Bool

    /// The frames as lines: `#0 crashInPoll + 12 in /opt/plugins/zoo.so`.
    public var frameLines: [String] {
        var lines: [String] = []
        for (index, frame) in frames.enumerated() {
            if framesLeftOut > 0, index == Int(CRASH_HEAD_FRAMES) {
                lines.append("… \(framesLeftOut) more calls …")
            }
            let number = index < Int(CRASH_HEAD_FRAMES) ? index : index + framesLeftOut
            lines.append("#\(number) \(frame)")
        }
        if frames.count > 0, !isComplete { lines.append("… the stack was damaged beyond this") }
        return lines
    }
}

extension CrashReport: CustomStringConvertible {
    /// "SIGSEGV (invalid memory access) at address 0x0 on thread rdk:main".
    public var description: String {
        var text = "\(Signal(signal))"
        if let faultAddress { text += " at address 0x" + String(faultAddress, radix: 16) }
        if framesLeftOut > 1000 { text += ", after \(framesLeftOut + frames.count) nested calls: a stack overflow" }
        if !onMainThread { text += " on thread \(threadName)" }
        return text
    }
}

extension CrashReport.Frame: CustomStringConvertible {
    /// "crashInPoll + 12 in /opt/plugins/zoo.so".
    public var description: String {
        guard let module else { return "0x" + String(address, radix: 16) }
        guard let symbol else { return "0x" + String(offset, radix: 16) + " in \(module)" }
        return "\(symbol) + \(offset) in \(module)"
    }
}
