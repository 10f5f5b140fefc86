/// How long what came under other policies is kept at least, as the one wants that decides now. What comes under that
/// one itself is kept as long as its own limit wants, which may be much shorter than its longest.
struct LeastTimes: Sendable {
    /// ``GuardPolicy/number`` of the policy that decides; 0 for none.
    var policy: Int64 = 0
    /// Nanoseconds, of a session, after its last use.
    var sessions: Int64 = 0
    /// Nanoseconds, of what a limit has counted, after it was.
    var amounts: Int64 = 0
}

/// What a guard has to remember of some calls and results, folded together: sums, latest times and unions, so that
/// the order in which they are added does not matter.
public struct GuardChanges: Sendable {
    /// A session that was used.
    public struct Use: Hashable, Sendable {
        /// Tells it from every other session of the file, those of the same name included; 1 or more.
        public var session: Int64
        /// UTF-8.
        public var name: [UInt8]
        /// The number of the session around it; 0 for none.
        public var parent: Int64
        /// A bit for each label that it has read.
        public var labels: UInt64
        public var isTrusted: Bool
        /// Nanoseconds since 1970.
        public var lastUse: Int64
        /// The last nanosecond since 1970 at which it is not over, if it is not used again.
        public var end: Int64

        public init(
            session: Int64, name: [UInt8], parent: Int64, labels: UInt64, isTrusted: Bool, lastUse: Int64, end: Int64
        ) {
            self.session = session
            self.name = name
            self.parent = parent
            self.labels = labels
            self.isTrusted = isTrusted
            self.lastUse = lastUse
            self.end = end
        }
    }

    /// Calls of a tool that a session has let through.
    public struct Calls: Hashable, Sendable {
        public var session: Int64
        /// The tool's ID, UTF-8.
        public var tool: [UInt8]
        public var count: Int64
        /// Nanoseconds since 1970.
        public var last: Int64

        public init(session: Int64, tool: [UInt8], count: Int64, last: Int64) {
            self.session = session
            self.tool = tool
            self.count = count
            self.last = last
        }
    }

    /// The call whose result was the first to bring a session a label, or the first that is not trusted.
    public struct Cause: Hashable, Sendable {
        public var session: Int64
        /// The label's bit, or -1 for trust.
        public var label: Int64
        /// The call's ID, UTF-8.
        public var call: [UInt8]

        public init(session: Int64, label: Int64, call: [UInt8]) {
            self.session = session
            self.label = label
            self.call = call
        }
    }

    /// What a key of a limit has let through in a 64th of the limit's time.
    public struct Amount: Hashable, Sendable {
        /// The hash of the limit's rule and of the values that it is for.
        public var key: UInt64
        /// Which 64th since 1970.
        public var step: Int64
        /// Nanoseconds since 1970, of the last of it.
        public var time: Int64
        /// Calls, or millionths; `Int64.max` for more.
        public var amount: Int64
        /// The time from which on it does not count.
        public var end: Int64

        public init(key: UInt64, step: Int64, time: Int64, amount: Int64, end: Int64) {
            self.key = key
            self.step = step
            self.time = time
            self.amount = amount
            self.end = end
        }
    }

    public private(set) var uses: [Use] = []
    public private(set) var calls: [Calls] = []
    public private(set) var causes: [Cause] = []
    public private(set) var amounts: [Amount] = []
    // Where each of them stands.
    private var usePlaces: [Int64: Int] = [:]
    private var callPlaces: [CallKey: Int] = [:]
    private var causePlaces: [CauseKey: Int] = [:]
    private var amountPlaces: [AmountKey: Int] = [:]

    private struct CallKey: Hashable { var session: Int64, tool: [UInt8] }
    private struct CauseKey: Hashable { var session: Int64, label: Int64 }
    private struct AmountKey: Hashable { var key: UInt64, step: Int64 }

    public init() {}

    public var count: Int { uses.count + calls.count + causes.count + amounts.count }

    public mutating func add(_ use: Use) {
        guard let place = usePlaces[use.session] else {
            usePlaces[use.session] = uses.count
            uses.append(use)
            return
        }
        uses[place].labels |= use.labels
        uses[place].isTrusted = uses[place].isTrusted && use.isTrusted
        uses[place].lastUse = max(uses[place].lastUse, use.lastUse)
        uses[place].end = max(uses[place].end, use.end)
    }

    public mutating func add(_ more: Calls) {
        let key = CallKey(session: more.session, tool: more.tool)
        guard let place = callPlaces[key] else {
            callPlaces[key] = calls.count
            calls.append(more)
            return
        }
        calls[place].count += more.count
        calls[place].last = max(calls[place].last, more.last)
    }

    /// Adds a cause where there is none for the same.
    public mutating func add(_ cause: Cause) {
        let key = CauseKey(session: cause.session, label: cause.label)
        guard causePlaces[key] == nil else { return }
        causePlaces[key] = causes.count
        causes.append(cause)
    }

    public mutating func add(_ amount: Amount) {
        let key = AmountKey(key: amount.key, step: amount.step)
        guard let place = amountPlaces[key] else {
            amountPlaces[key] = amounts.count
            amounts.append(amount)
            return
        }
        let (sum, overflows) = amounts[place].amount.addingReportingOverflow(amount.amount)
        amounts[place].amount = overflows ? .max : sum
        amounts[place].time = max(amounts[place].time, amount.time)
        amounts[place].end = max(amounts[place].end, amount.end)
    }

    mutating func add(_ other: GuardChanges) {
        for use in other.uses { add(use) }
        for more in other.calls { add(more) }
        for cause in other.causes { add(cause) }
        for amount in other.amounts { add(amount) }
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        uses.removeAll(keepingCapacity: true)
        calls.removeAll(keepingCapacity: true)
        causes.removeAll(keepingCapacity: true)
        amounts.removeAll(keepingCapacity: true)
        usePlaces.removeAll(keepingCapacity: true)
        callPlaces.removeAll(keepingCapacity: true)
        causePlaces.removeAll(keepingCapacity: true)
        amountPlaces.removeAll(keepingCapacity: true)
    }
}
