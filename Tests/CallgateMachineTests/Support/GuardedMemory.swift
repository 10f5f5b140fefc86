import Foundation

/// Pages between two that can't be accessed: whoever reads or writes a byte too early or too late is
/// ended by the system.
final class GuardedMemory {
    private let base: UnsafeMutableRawPointer
    private let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
    private let pages: Int

    /// - Parameter capacity: bytes of the longest text that fits.
    init(capacity: Int) {
        pages = (capacity + pageBytes - 1) / pageBytes
        let size = (pages + 2) * pageBytes
        base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        precondition(base != MAP_FAILED, "no memory")
        precondition(mprotect(base, pageBytes, PROT_NONE) == 0)
        precondition(mprotect(base + size - pageBytes, pageBytes, PROT_NONE) == 0)
    }

    deinit { munmap(base, (pages + 2) * pageBytes) }

    /// A copy whose last byte is the last one before the page behind.
    func atEnd(_ text: [UInt8]) -> UnsafeRawBufferPointer { place(text, at: (pages + 1) * pageBytes - text.count) }

    /// A copy whose first byte is the first one after the page in front.
    func atStart(_ text: [UInt8]) -> UnsafeRawBufferPointer { place(text, at: pageBytes) }

    private func place(_ text: [UInt8], at offset: Int) -> UnsafeRawBufferPointer {
        precondition(text.count <= pages * pageBytes)
        let buffer = UnsafeMutableRawBufferPointer(start: base + offset, count: text.count)
        buffer.copyBytes(from: text)
        return UnsafeRawBufferPointer(buffer)
    }
}
