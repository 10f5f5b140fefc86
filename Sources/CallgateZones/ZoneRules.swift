/// A time zone's offsets from UTC, over all time.
public struct ZoneRules: Hashable, Sendable {
    /// Seconds east of UTC before the first shift.
    public var firstOffset: Int
    /// In the order of time, each with another offset than before it.
    public var shifts: [Shift]
    /// Seconds since 1970 from which on the shifts repeat every ``cycle``; nil where they do not.
    public var cycleStart: Int64?

    public struct Shift: Hashable, Sendable {
        /// Seconds since 1970.
        public var start: Int64
        /// Seconds east of UTC from then on.
        public var offset: Int
    }

    /// Seconds in 400 years of the Gregorian calendar, 146,097 days, after which dates and days of
    /// the week repeat.
    public static let cycle: Int64 = 146_097 * 86_400

    /// Always the same offset.
    public init(fixedOffset: Int) {
        firstOffset = fixedOffset
        shifts = []
        cycleStart = nil
    }

    init(firstOffset: Int, shifts: [Shift], cycleStart: Int64?) {
        self.firstOffset = firstOffset
        self.shifts = []
        self.cycleStart = cycleStart
        var current = firstOffset
        for shift in shifts where shift.offset != current {
            self.shifts.append(shift)
            current = shift.offset
        }
    }

    /// Seconds east of UTC at a time in seconds since 1970, that of a timestamp.
    public func offset(at time: Int64) -> Int {
        var time = time
        if let cycleStart, time >= cycleStart {
            time = cycleStart + (time - cycleStart) % Self.cycle
        }
        return shifts.last { $0.start <= time }?.offset ?? firstOffset
    }
}
