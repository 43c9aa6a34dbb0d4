import Glibc
import SuperviseeFaults
import Supervisor
import TaskProtocol
import Testing

@Suite("What a crash leaves behind")
struct CrashTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let signal: Int32
        /// In the trace's first line.
        let headline: String
        /// A frame, by its start.
        let frame: String
        /// A part of the last lines on standard error.
        var lastWords = ""

        var testDescription: String { fault }
    }

    static let cases =
        [
            Case(
                fault: "read-null", signal: SIGSEGV, headline: "SIGSEGV (invalid memory access) at address 0x0 in poll",
                frame: "#0 fault_read_null + "),
            Case(
                fault: "call-null", signal: SIGSEGV, headline: "SIGSEGV (invalid memory access) at address 0x0 in poll",
                frame: "#1 fault_call_null + "),
            Case(
                fault: "divide", signal: SIGFPE, headline: "SIGFPE (arithmetic error) at address",
                frame: "#0 fault_divide + "),
            Case(fault: "abort", signal: SIGABRT, headline: "SIGABRT (abort) in poll", frame: "fault_abort + "),
            Case(
                fault: "throw", signal: SIGABRT, headline: "SIGABRT (abort) in poll", frame: "fault_throw + ",
                lastWords: "thrown by a plugin"),
            Case(
                fault: "fatal-error", signal: SIGILL, headline: "SIGILL (trap: a failed runtime check",
                frame: "(trapInSwift)() -> () + ",
                lastWords: "Fatal error: the plugin gave up"),
            Case(
                fault: "overflow-stack", signal: SIGSEGV, headline: "nested calls: a stack overflow in poll",
                frame: "#0 fault_overflow_stack + "),
            Case(
                fault: "read-null-on-thread", signal: SIGSEGV, headline: " on thread ", frame: "#0 fault_read_null + "),
        ] + (fault_is_sanitized() == 0 ? [damagedStack] : [])

    static let damagedStack = Case(
        fault: "smash-stack", signal: SIGABRT, headline: "SIGABRT (abort) in poll", frame: "fault_smash_stack + ")

    @Test("the trace names the signal, the plugin call, the frames and the last words", arguments: cases)
    func crash(fault: Case) async throws {
        let exit = try await run(fault.fault).exit
        #expect(exit.reason == .signalled(fault.signal))
        let trace = exit.traceText
        let lines = trace.split(separator: "\n")
        #expect(lines.first?.contains(fault.headline) == true, "\(trace)")
        #expect(lines.contains { $0.contains(fault.frame) && $0.hasSuffix("supervisee") }, "\(trace)")
        #expect(trace.contains(fault.lastWords), "\(trace)")
        #expect(exit.crash?.signal == fault.signal)
        #expect(exit.metrics.call?.kind == .poll)
    }

    @Test("a stack overflow shows where the recursion began")
    func overflowShowsItsOrigin() async throws {
        let crash = try #require(await run("overflow-stack").exit.crash)
        #expect(crash.framesLeftOut > 1000)
        #expect(crash.frames.count == 64)
        #expect(crash.frames.contains { $0.symbol?.contains("runSupervisee") == true }, "\(crash.frameLines)")
    }

    @Test("a process that was killed from outside has no crash report but says in which call it was")
    func killedFromOutside() async throws {
        let ended = try await run("hang-in-poll") { event, process in
            if case .message = event { #expect(kill(process.pid, SIGKILL) == 0) }
        }
        let exit = try ended.exit
        #expect(exit.crash == nil)
        #expect(!exit.killed)
        #expect(
            exit.description
                == "process plugin-0 (pid \(exit.pid)) ended by SIGKILL "
                + "(killed from outside, or by the kernel for want of memory) in poll")
    }

    @Test("a crash signal sent from outside still ends the process by that signal")
    func signalFromOutside() async throws {
        let ended = try await run("wait") { event, process in
            if case .message = event { #expect(kill(process.pid, SIGSEGV) == 0) }
        }
        let exit = try ended.exit
        #expect(exit.reason == .signalled(SIGSEGV))
        #expect(exit.crash?.faultAddress == nil)
    }
}
