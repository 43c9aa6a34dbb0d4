internal import CProcess
internal import Glibc

/// A crash report as it lay in shared memory: addresses only. The plugin may have written it, so nothing in it is
/// trusted: counts are bounded, and files are read with care.
struct RawCrash: Sendable {
    private let report: crash_report

    /// Copies the report at `area`, or nil if there is none.
    init?(area: UnsafeRawPointer) {
        report = area.loadUnaligned(as: crash_report.self)
        guard report.state != UInt32(CRASH_NONE), report.signal > 0 else { return nil }
    }

    var signal: Int32 { report.signal }

    /// The report with names from the files on disk. Reads files, so it belongs on a thread that may wait.
    func symbolised() -> CrashReport {
        let frames = self.frames
        let modules = self.modules
        var names: [Int: ElfSymbols.Location] = [:]
        for (number, module) in modules.enumerated() {
            let inModule = frames.indices.filter { Int(frames[$0].module) == number + 1 }
            guard let symbols = ElfSymbols(path: module.path, inode: module.inode) else { continue }
            // A return address may lie behind the last byte of its function: look up the call before it.
            let addresses = inModule.map { frames[$0].file_offset &- ($0 == 0 ? 0 : 1) }
            for (index, location) in zip(inModule, symbols.locate(fileOffsets: addresses)) {
                names[index] = location
            }
        }
        return CrashReport(
            signal: report.signal, faultAddress: faultAddress, threadName: threadName,
            onMainThread: report.on_main_thread != 0,
            frames: frames.enumerated().map { index, frame in
                let number = Int(frame.module) - 1
                let location = names[index]
                return CrashReport.Frame(
                    address: frame.address, module: modules.indices.contains(number) ? modules[number].path : nil,
                    symbol: location.map { Demangler.readableName(of: $0.symbol) },
                    offset: location.map { $0.offset &+ (index == 0 ? 0 : 1) } ?? frame.file_offset)
            },
            framesLeftOut: Int(report.frames_left_out),
            isComplete: report.state == UInt32(CRASH_COMPLETE) && report.stack_is_damaged == 0)
    }

    private var faultAddress: UInt64? {
        let hasAddress = [SIGSEGV, SIGBUS, SIGFPE].contains(report.signal) && report.code > 0
        return hasAddress ? report.fault_address : nil
    }

    private var threadName: String {
        withUnsafeBytes(of: report.thread_name) { Self.text($0) }
    }

    private var frames: [crash_frame] {
        withUnsafeBytes(of: report.frames) {
            Array($0.bindMemory(to: crash_frame.self).prefix(Int(report.frame_count)))
        }
    }

    private var modules: [(path: String, inode: UInt64)] {
        withUnsafeBytes(of: report.modules) { bytes in
            bytes.bindMemory(to: crash_module.self).prefix(Int(report.module_count)).map { module in
                (withUnsafeBytes(of: module.path) { Self.text($0) }, module.inode)
            }
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
