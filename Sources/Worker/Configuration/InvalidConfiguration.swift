/// A configuration that the worker cannot run with: every problem, each with its place.
public struct InvalidConfiguration: Error, Equatable, CustomStringConvertible {
    /// One sentence for each problem; never empty.
    public let problems: [String]

    init(_ problems: [String]) {
        self.problems = problems
    }

    /// The problems, one a line.
    public var description: String { problems.joined(separator: "\n") }
}
