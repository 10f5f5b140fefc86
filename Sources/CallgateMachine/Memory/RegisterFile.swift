internal import CallgateBytecode

/// 256 slots. An operand has 8 bits, so it can't name a register that does not exist.
@safe
struct RegisterFile {
    private let base: UnsafeMutablePointer<Slot>

    /// The owner deallocates it, once.
    init() {
        unsafe base = .allocate(capacity: BytecodeLimits.registers)
        unsafe base.initialize(repeating: .null, count: BytecodeLimits.registers)
    }

    func deallocate() { unsafe base.deallocate() }

    @inline(__always)
    subscript(register: UInt8) -> Slot {
        get {
            // Bounded by the type: 8 bits. V7: the register was written before.
            unsafe base[Int(register)]
        }
        nonmutating set {
            // Bounded by the type: 8 bits.
            unsafe base[Int(register)] = newValue
        }
    }
}
