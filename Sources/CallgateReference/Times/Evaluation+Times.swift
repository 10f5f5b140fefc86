import CallgateLanguage

/// Arithmetic and accessors of timestamps and durations.
extension Evaluation {
    /// `+` and `-`.
    func times(_ operation: Operator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, operation, right) {
        case (.timestamp(let time), .add, .duration(let amount)), (.duration(let amount), .add, .timestamp(let time)):
            .timestamp(try Timestamp(checkingNanoseconds: time.allNanoseconds + Int128(amount)))
        case (.timestamp(let time), .subtract, .duration(let amount)):
            .timestamp(try Timestamp(checkingNanoseconds: time.allNanoseconds - Int128(amount)))
        case (.timestamp(let left), .subtract, .timestamp(let right)):
            try duration(left.allNanoseconds - right.allNanoseconds)
        case (.duration(let left), .add, .duration(let right)):
            try duration(Int128(left) + Int128(right))
        case (.duration(let left), .subtract, .duration(let right)):
            try duration(Int128(left) - Int128(right))
        default:
            throw EvaluationError(.noSuchOverload)
        }
    }

    private func duration(_ nanoseconds: Int128) throws(EvaluationError) -> Value {
        guard let fitting = Int64(exactly: nanoseconds) else { throw EvaluationError(.timeOutOfRange) }
        return .duration(nanoseconds: fitting)
    }

    // MARK: Accessors

    func access(_ accessor: TimeAccessor, _ value: Value, _ zone: Value?) throws(EvaluationError) -> Int64 {
        switch (value, zone ?? .string("UTC")) {
        case (.timestamp(let time), .string(let zone)):
            guard let offset = secondsEast(zone, at: time.seconds) else { throw EvaluationError(.invalidTimeZone) }
            return Int64(accessor.read(time, secondsEast: offset))
        case (.duration(let nanoseconds), _):
            guard zone == nil, let result = accessor.read(nanoseconds) else { throw EvaluationError(.noSuchOverload) }
            return result
        default:
            throw EvaluationError(.noSuchOverload)
        }
    }

    /// What a zone adds to the time in UTC, in seconds; nil for what is no zone.
    private func secondsEast(_ zone: String, at time: Int64) -> Int? {
        if hasSameScalars(zone, "UTC") { return 0 }
        var reader = TextReader(zone)
        let isWest = reader.acceptMinus()
        guard let seconds = TimestampText.readHoursAndMinutes(&reader), reader.isAtEnd else {
            return zoneOffset(zone, time)
        }
        return isWest ? -seconds : seconds
    }
}

/// The methods that take a part of a timestamp or duration.
enum TimeAccessor: String {
    case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfYear, getDayOfWeek
    case getHours, getMinutes, getSeconds, getMilliseconds

    func read(_ timestamp: Timestamp, secondsEast: Int) -> Int {
        let time = CivilTime(seconds: Int(timestamp.seconds) + secondsEast)
        return switch self {
        case .getFullYear: time.year
        case .getMonth: time.month - 1
        case .getDate: time.day
        case .getDayOfMonth: time.day - 1
        case .getDayOfYear: time.dayOfYear
        case .getDayOfWeek: time.dayOfWeek
        case .getHours: time.hour
        case .getMinutes: time.minute
        case .getSeconds: time.second
        case .getMilliseconds: Int(timestamp.nanoseconds) / 1_000_000
        }
    }

    /// Of a duration in nanoseconds; nil where durations have no such part.
    func read(_ nanoseconds: Int64) -> Int64? {
        switch self {
        case .getHours: nanoseconds / 3_600_000_000_000
        case .getMinutes: nanoseconds / 60_000_000_000
        case .getSeconds: nanoseconds / 1_000_000_000
        case .getMilliseconds: nanoseconds / 1_000_000 % 1000
        default: nil
        }
    }
}
