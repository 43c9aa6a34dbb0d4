/// The Swift half of `fatal-error-in-poll.c`.
@_cdecl("zoo_swift_poll")
public func poll() {
    fatalError("the zoo gives up")
}
