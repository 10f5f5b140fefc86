/// What a policy says of its records.
public struct RecordSettings: Hashable, Sendable {
    /// How much of a part of a call is kept.
    public enum Detail: Hashable, Sendable {
        case whole
        /// The SHA-256 of its canonical form, after redaction.
        case hashed
        case none
        /// These fields and no others.
        case fields([FieldPath])
    }

    /// What a decision waits for.
    public enum Durability: String, Hashable, Sendable {
        /// Nothing: a crash of the process or of the computer loses the last moments.
        case async
        /// The disk: what was decided is recorded.
        case sync
    }

    /// What becomes of a call whose record can't be written.
    public enum FailureEffect: String, Hashable, Sendable { case deny, allow }

    public var args: Detail
    public var context: Detail
    /// Fields whose values are hidden wherever a call has them.
    public var redact: [FieldPath]
    public var durability: Durability
    public var onFailure: FailureEffect
    /// Entries after which a signed checkpoint follows, where there is a key.
    public var checkpointEntries: Int
    /// Seconds after an entry within which a signed checkpoint follows, where there is a key.
    public var checkpointSeconds: Int
    /// Entries that each half of the queue holds.
    public var queueEntries: Int
    /// Bytes of calls that each half of the queue holds; one call may have no more.
    public var queueBytes: Int

    /// - Throws: where a path stands in the wrong list, a list has more than ``RecordLimits/paths`` paths, or a number
    ///   is out of its range in ``RecordLimits``.
    public init(
        args: Detail = .whole, context: Detail = .whole, redact: [FieldPath] = [],
        durability: Durability = .async, onFailure: FailureEffect = .deny, checkpointEntries: Int = 10_000,
        checkpointSeconds: Int = 60, queueEntries: Int = 65_536, queueBytes: Int = 32 << 20
    ) throws(RecordSettingsError) {
        for (name, detail) in [("args", args), ("context", context)] {
            guard case .fields(let paths) = detail else { continue }
            if let stray = paths.first(where: { $0.root != name }) {
                throw RecordSettingsError("\(name): `\(stray)` is no field of \(name)")
            }
            try Self.check(paths, name)
        }
        try Self.check(redact, "redact")
        for (name, value, range) in [
            ("checkpoint entries", checkpointEntries, RecordLimits.checkpointEntries),
            ("checkpoint seconds", checkpointSeconds, RecordLimits.checkpointSeconds),
            ("queue entries", queueEntries, RecordLimits.queueEntries),
            ("queue bytes", queueBytes, RecordLimits.queueBytes),
        ] where !range.contains(value) {
            throw RecordSettingsError("\(name): \(range.lowerBound) to \(range.upperBound), not \(value)")
        }
        self.args = args
        self.context = context
        self.redact = redact
        self.durability = durability
        self.onFailure = onFailure
        self.checkpointEntries = checkpointEntries
        self.checkpointSeconds = checkpointSeconds
        self.queueEntries = queueEntries
        self.queueBytes = queueBytes
    }

    /// Calls whole, nothing hidden, asynchronous, and a call whose record can't be written is denied.
    public static let standard: RecordSettings = {
        do { return try RecordSettings() } catch { preconditionFailure("the standard settings are in range") }
    }()

    private static func check(_ paths: [FieldPath], _ name: String) throws(RecordSettingsError) {
        guard paths.count <= RecordLimits.paths else {
            throw RecordSettingsError("\(name): \(paths.count) paths, at most \(RecordLimits.paths) are allowed")
        }
    }
}

/// Why settings can't be used.
public struct RecordSettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
