internal import CallgateSystem

/// A text that names something: two names are one where their bytes are. Swift's own equality joins what
/// Unicode calls equivalent, and would join two sessions, or two approvers.
struct Name: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (first: Name, second: Name) -> Bool { first.text.isSame(as: second.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether two texts have the same bytes.
    func isSame(as other: String) -> Bool {
        var (first, second) = (self, other)
        // `elementsEqual` of two views takes ten times as long.
        return first.withUTF8 { first in
            second.withUTF8 { second in
                unsafe first.count == second.count && (first.isEmpty || memcmp(first.baseAddress!, second.baseAddress!, first.count) == 0)
            }
        }
    }
}
