/// Keeps a plugin whose `poll` returns at once with nothing from using a whole core: the first empty polls are repeated
/// after a millisecond, later ones after up to ten.
struct IdleWait {
    private var empty = 0

    mutating func reset() { empty = 0 }

    mutating func wait(_ control: TaskControl) {
        empty += 1
        control.waitForChange(milliseconds: min(10, 1 + empty / 100))
    }
}
