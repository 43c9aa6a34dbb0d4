/// Where a group stands. The raw values are the names that the protocol and tools show.
enum GroupState: String {
    /// No members; perhaps committed offsets.
    case empty = "Empty"
    /// The members are to join the next generation.
    case preparingRebalance = "PreparingRebalance"
    /// The members have joined; the leader's assignment is awaited.
    case completingRebalance = "CompletingRebalance"
    /// Every member can have its assignment.
    case stable = "Stable"
    /// There is no such group; only ever told to those who ask for one.
    case dead = "Dead"
}
