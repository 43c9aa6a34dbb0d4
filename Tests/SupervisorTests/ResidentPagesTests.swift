import CProcess
import Glibc
import Testing

@testable import Supervisor

@Suite("Resident pages")
struct ResidentPagesTests {
    /// From `/proc/self/status`, in kB.
    private func residentFilePages() throws -> Int {
        let status = String(decoding: try #require(readSmallFile("/proc/self/status")), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    }

    @Test("code that only the start needed is given back, and comes back when it is called")
    func codePages() throws {
        let before = try residentFilePages()
        #expect(cprocess_release_code_pages() > 1 << 20)
        #expect(try residentFilePages() < before / 2)
        #expect("\(0.1 + 0.2)" == "0.30000000000000004")
    }
}
