/// What one key of a limit has let through in the last stretch of time.
///
/// Exact as long as it holds no more than ``steps`` entries. Beyond that, entries in the same `steps`th of the
/// stretch are joined, and count as long as the last of them: what a key has let through may be held
/// against it for a `steps`th longer, never shorter.
struct LimitWindow: Sendable {
    /// Entries of one window, but for two; what memory a key at its limit takes.
    static let steps = 64

    struct Entry: Sendable {
        /// Nanoseconds since 1970; of the last of what was joined.
        var time: Int64
        var amount: Int64
    }

    /// In the order in which they came, which is that of time but for calls that were held up.
    private(set) var entries: [Entry] = []
    /// The sum of the entries; `Int64.max` for more than that.
    private var sum: Int64 = 0
    /// The time from which on nothing of it counts.
    private(set) var end: Int64 = .min

    /// What still counts at a time: what was let through less than a stretch before it.
    ///
    /// - Returns: `Int64.max` for more than that.
    mutating func total(at now: Int64, stretch: Int64) -> Int64 {
        let first = entries.firstIndex { now - $0.time < stretch } ?? entries.count
        if first > 0 {
            entries.removeFirst(first)
            sumUp()
        }
        return sum
    }

    private mutating func sumUp() { sum = entries.reduce(0) { Self.sum($0, $1.amount) } }

    private static func sum(_ first: Int64, _ second: Int64) -> Int64 {
        let (sum, overflows) = first.addingReportingOverflow(second)
        return overflows ? .max : sum
    }

    /// Lets an amount through, after ``total(at:stretch:)`` at the same time.
    mutating func take(_ amount: Int64, at now: Int64, stretch: Int64) {
        end = max(end, now + stretch)
        sum = Self.sum(sum, amount)
        if entries.count >= Self.steps {
            let step = max(stretch / Int64(Self.steps), 1)
            let last = entries[entries.count - 1]
            // Of a busy key, most are of the last step: it is joined with nothing but that.
            if last.time / step == now / step {
                entries[entries.count - 1] = Entry(time: max(last.time, now), amount: Self.sum(last.amount, amount))
                return
            }
            join(step)
        }
        entries.append(Entry(time: now, amount: amount))
    }

    /// Puts back what was kept, after what is older. It is joined when the window's stretch is known, with the next amount of another step.
    mutating func restore(_ amount: Int64, at time: Int64, until end: Int64) {
        self.end = max(self.end, end)
        sum = Self.sum(sum, amount)
        entries.append(Entry(time: time, amount: amount))
    }

    /// Counts for a stretch after the last entry at least, unless nothing counts any more.
    mutating func extend(by stretch: Int64, at now: Int64) {
        guard end > now, let last = entries.last else { return }
        end = max(end, last.time + stretch)
    }

    /// Gives back an amount that was taken at a time; nothing where the entry is gone or joined with later ones.
    mutating func giveBack(_ amount: Int64, at time: Int64) {
        guard let index = entries.lastIndex(where: { $0.time == time && $0.amount >= amount }) else { return }
        entries[index].amount -= amount
        sumUp()
    }

    /// Joins entries of the same step of time, counted from 1970. At most `steps` + 1 are left, as they lie in
    /// less than a stretch.
    private mutating func join(_ step: Int64) {
        var joined: [Entry] = []
        joined.reserveCapacity(Self.steps + 2)
        for entry in entries {
            if let last = joined.last, last.time / step == entry.time / step {
                joined[joined.count - 1].time = max(last.time, entry.time)
                joined[joined.count - 1].amount = Self.sum(last.amount, entry.amount)
            } else {
                joined.append(entry)
            }
        }
        entries = joined
    }
}
