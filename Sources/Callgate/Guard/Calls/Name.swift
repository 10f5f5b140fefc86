internal import CallgateSystem

/// A text that names something: two names are one where their bytes are. Swift's own equality joins what
/// Unicode calls equivalent, and would join two sessions, or two approvers.
struct Name: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (first: Name, second: Name) -> Bool { first.text.isSame(as: second.text) }

    func hash(into hasher: inout Hasher) {
        let isHashed: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        // A text that is not in one piece has no storage to look at.
        if isHashed == nil { unsafe Array(text.utf8).withUnsafeBytes { unsafe hasher.combine(bytes: $0) } }
    }
}

extension String {
    /// Whether two texts have the same bytes.
    func isSame(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        // `elementsEqual` of two views takes ten times as long. A text that is not in one piece has no storage to look at.
        let isSame = unsafe utf8.withContiguousStorageIfAvailable { first in
            unsafe other.utf8.withContiguousStorageIfAvailable { second in
                unsafe first.isEmpty || memcmp(first.baseAddress!, second.baseAddress!, first.count) == 0
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}
