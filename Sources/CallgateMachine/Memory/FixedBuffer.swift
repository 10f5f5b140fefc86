/// A block of trivial values that is allocated with its machine and never grows.
@safe
struct FixedBuffer<Element: BitwiseCopyable> {
    /// `count` elements, valid until they are deallocated.
    let base: UnsafeMutablePointer<Element>
    let count: Int

    /// The owner deallocates it, once.
    init(count: Int, filledWith element: Element) {
        unsafe base = .allocate(capacity: max(count, 1))
        unsafe base.initialize(repeating: element, count: max(count, 1))
        self.count = count
    }

    /// As many elements, which are written before they are read.
    init(uninitialized count: Int) {
        unsafe base = .allocate(capacity: max(count, 1))
        self.count = count
    }

    func deallocate() { unsafe base.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            // Bounded by the precondition.
            return unsafe base[index]
        }
        nonmutating set {
            precondition(index >= 0 && index < count)
            // Bounded by the precondition.
            unsafe base[index] = newValue
        }
    }
}
