internal import CallgateBytecode

/// What decision lines say of a rule, as JSON, made when the rule first decides and kept: most calls
/// are decided by few rules.
struct RuleFragments: ~Copyable {
    private let view: ImageView
    private var deciding: FragmentTable
    private var names: FragmentTable
    private var reviews: FragmentTable

    /// The caller keeps the image alive.
    init(_ view: ImageView) {
        self.view = view
        deciding = FragmentTable(view.rules.count)
        names = FragmentTable(view.rules.count)
        reviews = FragmentTable(view.rules.count)
    }

    /// `,"rule":"…"`, and `,"message":"…"` where the message has no placeholders.
    mutating func appendDeciding(_ rule: Int, to line: inout LineBuffer) {
        let view = view
        deciding.append(rule, to: &line) { buffer in
            let record = view.rules[rule]
            buffer.append(",\"rule\":")
            buffer.appendQuoted(record.name, of: view)
            let details = view.details(of: record)
            if details.message.count == 1, details.messageProgram == noIndex {
                buffer.append(",\"message\":")
                buffer.appendQuoted(view.messageParts[Int(details.message.start)].text, of: view)
            }
        }
    }

    /// The rule's name in quotes.
    mutating func appendName(_ rule: Int, to line: inout LineBuffer) {
        let view = view
        names.append(rule, to: &line) { buffer in buffer.appendQuoted(view.rules[rule].name, of: view) }
    }

    /// `,"approvers":[…],"timeout_seconds":…` of a review rule that is the only one.
    mutating func appendReview(_ rule: Int, to line: inout LineBuffer, _ terms: () -> ReviewTerms) {
        reviews.append(rule, to: &line) { buffer in buffer.append(terms()) }
    }
}

/// One fragment for each of some rules: a rule has one place, which it shares with few others or none.
@safe
struct FragmentTable: ~Copyable {
    /// Places; a power of two, so that memory stays flat however many rules there are.
    private static let mostPlaces = 4_096

    @unsafe private struct Fragment {
        var rule: Int
        var bytes: UnsafeMutableRawBufferPointer
    }

    // Owned until deinit, as are the bytes of each fragment.
    private let fragments: UnsafeMutableBufferPointer<Fragment>

    init(_ rules: Int) {
        var places = 1
        while places < min(rules, Self.mostPlaces) { places *= 2 }
        unsafe fragments = .allocate(capacity: places)
        unsafe fragments.initialize(
            repeating: Fragment(rule: -1, bytes: UnsafeMutableRawBufferPointer(start: nil, count: 0)))
    }

    deinit {
        for unsafe fragment in unsafe fragments { unsafe fragment.bytes.deallocate() }
        unsafe fragments.deallocate()
    }

    /// Appends the fragment of a rule.
    /// - Parameter make: appends it where it is not known yet.
    @inline(__always)
    mutating func append(_ rule: Int, to line: inout LineBuffer, _ make: (inout LineBuffer) -> Void) {
        // The number of places is a power of two.
        let place = unsafe rule & (fragments.count - 1)
        if unsafe fragments[place].rule != rule { keep(rule, at: place, make) }
        unsafe line.append(UnsafeRawBufferPointer(fragments[place].bytes))
    }

    @inline(never)
    private mutating func keep(_ rule: Int, at place: Int, _ make: (inout LineBuffer) -> Void) {
        var buffer = LineBuffer()
        make(&buffer)
        unsafe fragments[place].bytes.deallocate()
        unsafe fragments[place] = buffer.withBytes { bytes in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            unsafe copy.copyMemory(from: bytes)
            return unsafe Fragment(rule: rule, bytes: copy)
        }
    }
}

extension LineBuffer {
    /// Who may approve, and in what time.
    mutating func append(_ terms: ReviewTerms) {
        if !terms.approvers.isEmpty {
            append(",\"approvers\":[")
            for (index, approver) in terms.approvers.enumerated() {
                if index > 0 { append(",") }
                appendQuoted(approver)
            }
            append("]")
        }
        if let seconds = terms.timeoutSeconds {
            append(",\"timeout_seconds\":")
            append(seconds)
        }
    }
}
