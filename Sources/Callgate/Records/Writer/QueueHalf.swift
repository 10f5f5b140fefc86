/// Entries that wait, and their bytes, in two blocks of memory that are allocated once.
///
/// There are two halves: one is filled by those who submit while the other one is written.
@safe
struct QueueHalf: ~Copyable, @unchecked Sendable {
    // Owned until deinit. The first `count` entries, and the first `used` bytes, hold something. A half is only
    // ever in the hands of one thread: it changes them under the queue's lock.
    private let entries: UnsafeMutableBufferPointer<QueuedEntry>
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0
    private(set) var used = 0
    /// How long what the entries change is kept at least.
    var least = LeastTimes()
    /// The images of the entries, each retained once until the half is emptied.
    private var images: [Unmanaged<RecordedImage>] = unsafe []

    init(entries: Int, bytes: Int) {
        unsafe self.entries = .allocate(capacity: entries)
        unsafe self.bytes = .allocate(byteCount: bytes, alignment: 16)
    }

    deinit {
        for unsafe image in unsafe images { unsafe image.release() }
        unsafe entries.deallocate()
        unsafe bytes.deallocate()
    }

    var capacity: (entries: Int, bytes: Int) { unsafe (entries.count, bytes.count) }

    func hasRoom(bytes wanted: Int) -> Bool { unsafe count < entries.count && wanted <= bytes.count - used }

    /// Copies an entry.
    /// - Precondition: there is room for it.
    mutating func append(
        _ entry: QueuedEntry, _ texts: EntryTexts, image: Unmanaged<RecordedImage>?, matchCount: Int,
        match: (Int) -> UInt32
    ) {
        var entry = entry
        entry.matchStart = UInt32(used)
        entry.matchCount = UInt32(matchCount)
        for index in 0..<matchCount {
            // There is room for the matches, as for all that follows.
            unsafe bytes.storeBytes(of: match(index), toByteOffset: used, as: UInt32.self)
            used += MemoryLayout<UInt32>.size
        }
        unsafe entry.call = copy(texts.call)
        unsafe entry.session = copy(texts.session)
        unsafe entry.tool = copy(texts.tool)
        unsafe entry.approver = copy(texts.approver)
        unsafe entry.ruleName = copy(texts.ruleName)
        unsafe entry.labels = copy(texts.labels)
        unsafe entry.state = copy(texts.state)
        if let image = unsafe image {
            unsafe keep(image)
            unsafe entry.image = image
        }
        // `count` is less than the capacity: there was room.
        unsafe (entries.baseAddress! + count).initialize(to: entry)
        count += 1
    }

    /// Has an image live until the half is emptied. There are few: one for each policy that decides meanwhile, and one
    /// for its rules about results.
    private mutating func keep(_ image: Unmanaged<RecordedImage>) {
        let isKept = unsafe images.contains { unsafe $0.toOpaque() == image.toOpaque() }
        // Given back with the entries.
        if !isKept { unsafe images.append(image.retain()) }
    }

    private mutating func copy(_ text: UnsafeRawBufferPointer?) -> QueuedEntry.Text {
        guard let text = unsafe text else { return QueuedEntry.Text() }
        let start = used
        // There is room for it.
        if let source = text.baseAddress, text.count > 0 {
            unsafe (bytes.baseAddress! + used).copyMemory(from: source, byteCount: text.count)
        }
        used += text.count
        return QueuedEntry.Text(start: UInt32(start), count: Int32(text.count))
    }

    subscript(index: Int) -> QueuedEntry {
        precondition(index < count)
        return unsafe entries[index]
    }

    /// Notes of the entries from an index on that whoever submitted them denies.
    mutating func deny(from first: Int) {
        for index in first..<max(first, count) { unsafe entries[index].isDenied = true }
    }

    /// A rule that matched in the decision of an entry, and whether it only monitors.
    func match(_ entry: QueuedEntry, _ index: Int) -> (rule: Int, isMonitored: Bool) {
        // Written when the entry was appended.
        let word = unsafe bytes.loadUnaligned(fromByteOffset: Int(entry.matchStart) + 4 * index, as: UInt32.self)
        return QueuedEntry.match(word)
    }

    /// A text of an entry, valid until the half is emptied.
    func text(_ range: QueuedEntry.Text) -> UnsafeRawBufferPointer? {
        // Written when the entry was appended.
        guard range.count >= 0 else { return nil }
        let start = Int(range.start)
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(range.count)])
    }

    mutating func removeAll() {
        for unsafe image in unsafe images { unsafe image.release() }
        unsafe images.removeAll(keepingCapacity: true)
        count = 0
        used = 0
    }
}
