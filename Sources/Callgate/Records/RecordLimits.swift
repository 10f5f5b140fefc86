internal import CallgatePolicy

/// Limits of decision records; `spec/limits.md` lists them.
public enum RecordLimits {
    /// Levels of lists and objects in JSON that is put into canonical form.
    public static let nesting = 256
    /// Bytes of the path of a field that is redacted or kept.
    public static let pathBytes = PolicyLimits.fieldPathBytes
    /// Steps of such a path.
    public static let pathSteps = PolicyLimits.fieldPathSteps
    /// Paths of each list.
    public static let paths = PolicyLimits.recordedFields
    /// Bytes of a session's name, and of an approver's.
    public static let nameBytes = 1_024
    /// Bytes of a tool's ID that filters find; a longer one is in the entry all the same.
    public static let indexedToolBytes = 1_024
    /// Entries between two signed checkpoints.
    public static let checkpointEntries = 1...1_000_000
    /// Seconds until a signed checkpoint follows an entry.
    public static let checkpointSeconds = 1...86_400
    /// Entries in each half of the queue.
    public static let queueEntries = 1...1_048_576
    /// Bytes of calls in each half of the queue.
    public static let queueBytes = 1_024...(1 << 30)
    /// Entries of one transaction.
    public static let batchEntries = 1_024
    /// Bytes of entries after which a transaction takes no more.
    public static let batchBytes = 4 << 20
    /// Findings that a verification describes; further ones are counted.
    public static let findings = 100
}
