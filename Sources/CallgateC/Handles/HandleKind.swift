/// The highest byte of a handle.
enum HandleKind: UInt8 {
    case gate = 1
    case machine, `guard`, guardDecision, events, memory

    /// A handle of this kind, with a number below 2^56.
    func handle(_ number: UInt64) -> UInt64 { UInt64(rawValue) << 56 | number }

    func isKind(of handle: UInt64) -> Bool { UInt8(handle >> 56) == rawValue }
}
