internal import HeapModule

/// What limits have let through, by their keys. Not shared: who owns it has the lock.
///
/// A key is a hash of the limit's rule and of the values that it is for, under a secret. Two keys with the same hash are
/// counted as one, which lets no more through where their limits look back equally far; who chooses values can't look for
/// such two.
///
/// A key is forgotten when nothing of it counts any more, never before. Where there is no room for another
/// key, its limit counts as reached.
struct LimitLedger: Sendable {
    /// What a call would take of one limit.
    struct Claim: Hashable, Sendable {
        var key: UInt64
        /// 1, or millionths; 0 or more.
        var amount: Int64
        var maximum: Int64
        /// Nanoseconds.
        var stretch: Int64
        /// The rule with the limit, of a call; nil of a claim by itself.
        var match: LimitedMatch?

        var limitedMatch: LimitedMatch {
            guard let match else { preconditionFailure("a call has claims of rules that matched") }
            return match
        }

        init(key: UInt64, amount: Int64, maximum: Int64, stretch: Int64) {
            self.key = key
            self.amount = amount
            self.maximum = maximum
            self.stretch = stretch
        }

        /// A call's, yet to be filled: nothing may be let through by it as it is.
        init(match: LimitedMatch) {
            self.init(key: 0, amount: .max, maximum: 0, stretch: 1)
            self.match = match
        }
    }

    private let room: Int
    private var windows: [UInt64: LimitWindow] = [:]
    private var expiries = Heap<Expiry>()
    /// The key that was found last, and where; nil when there may be another one in its place.
    private var found: (key: UInt64, place: Dictionary<UInt64, LimitWindow>.Index)?

    /// - Parameter room: how many keys there are at most, 1 or more.
    init(room: Int) { self.room = room }

    var count: Int { windows.count }

    /// Whether a claim would be more than its limit lets through.
    mutating func isExceeded(_ claim: Claim, at now: Int64) -> Bool {
        guard let index = place(of: claim.key) else {
            if windows.count >= room { forgetExpired(at: now) }
            return windows.count >= room || claim.amount > claim.maximum
        }
        let total = windows.values[index].total(at: now, stretch: claim.stretch)
        let (sum, overflows) = total.addingReportingOverflow(claim.amount)
        return overflows || sum > claim.maximum
    }

    /// A call's limit is asked about and then taken from: its key is looked up once.
    private mutating func place(of key: UInt64) -> Dictionary<UInt64, LimitWindow>.Index? {
        if let found, found.key == key { return found.place }
        guard let place = windows.index(forKey: key) else { return nil }
        found = (key, place)
        return place
    }

    /// Takes what no limit refuses; each claim was asked about at this time, with the same lock held.
    mutating func take(_ claims: [Claim], at now: Int64) {
        for claim in claims {
            if let index = place(of: claim.key) {
                windows.values[index].take(claim.amount, at: now, stretch: claim.stretch)
                continue
            }
            var window = LimitWindow()
            window.take(claim.amount, at: now, stretch: claim.stretch)
            found = nil
            windows[claim.key] = window
            expiries.insert(Expiry(time: now + claim.stretch, key: claim.key))
        }
    }

    /// Puts back what was kept of a key, after what is older of it.
    mutating func restore(_ key: UInt64, _ amount: Int64, at time: Int64, until end: Int64) {
        found = nil
        let isNew = windows.index(forKey: key) == nil
        windows[key, default: LimitWindow()].restore(amount, at: time, until: end)
        if isNew { expiries.insert(Expiry(time: end, key: key)) }
    }

    /// Keeps what still counts for a stretch at least: a limit may be longer than when it was counted.
    mutating func extend(by stretch: Int64, at now: Int64) {
        for index in windows.values.indices { windows.values[index].extend(by: stretch, at: now) }
    }

    /// Gives back what a call has taken that does not pass after all.
    mutating func giveBack(_ claim: Claim, at now: Int64) {
        guard let place = place(of: claim.key) else { return }
        windows.values[place].giveBack(claim.amount, at: now)
    }

    /// Whether there is room for the keys of claims that are new.
    mutating func hasRoom(for claims: [Claim], at now: Int64) -> Bool {
        // As many at most: two claims may have one key.
        var new = claims.count
        if windows.count + new > room { new = Set(claims.map(\.key)).count { windows.index(forKey: $0) == nil } }
        if windows.count + new > room { forgetExpired(at: now) }
        return windows.count + new <= room
    }

    /// Forgets keys of which nothing counts any more.
    private mutating func forgetExpired(at now: Int64) {
        while let first = expiries.min, first.time <= now {
            expiries.removeMin()
            guard let window = windows[first.key] else { continue }
            if window.end <= now {
                found = nil
                windows[first.key] = nil
            } else {
                expiries.insert(Expiry(time: window.end, key: first.key))
            }
        }
    }
}

/// When a key may first be forgotten, as far as it was known when it was put into the queue.
private struct Expiry: Comparable {
    var time: Int64
    var key: UInt64

    static func < (first: Expiry, second: Expiry) -> Bool { first.time < second.time }
}
