/// A call kind and a time of CLOCK_MONOTONIC in one word, so that no reader sees one without the other. The time loses
/// its low 8 bits (256 ns).
struct CallWord {
    let word: UInt64

    init(word: UInt64) {
        self.word = word
    }

    init(kind: CallKind, time: UInt64) {
        word = time & ~0xff | UInt64(kind.rawValue)
    }

    var kind: CallKind { CallKind(rawValue: UInt8(truncatingIfNeeded: word)) ?? .none }
    var time: UInt64 { word & ~0xff }
}
