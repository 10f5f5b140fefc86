/// The bounds within which a policy is accepted, next to those of its expressions in
/// `CallgateLanguage.Limits`.
public enum PolicyLimits {
    /// Documents of one policy.
    public static let documents = 1_024
    /// Bytes of one document.
    public static let documentBytes = 3 << 24
    /// Bytes of all documents together.
    public static let totalBytes = 1 << 26
    /// Lists and mappings that are open at once. A document without an error needs four.
    public static let nesting = 32
    /// Nodes of one document, those that aliases repeat included.
    public static let nodes = 500_000
    /// Bytes of text that the aliases of one document repeat.
    public static let aliasedBytes = 1 << 20
    /// UTF-8 bytes of the name of a policy or of a rule.
    public static let nameBytes = 256
    /// UTF-8 bytes of a description or a message.
    public static let textBytes = 16_384
    /// UTF-8 bytes of a tool ID or glob.
    public static let toolBytes = 1_024
    /// Tools of one rule.
    public static let tools = 1_024
    /// Expressions in one message.
    public static let placeholders = 32
    /// Approvers of one rule.
    public static let approvers = 64
    /// Parts of the key of one limit.
    public static let limitKeys = 8
    /// The longest stretch of time of a limit: 365 days.
    public static let limitSeconds = 31_536_000
    /// Roles of one policy.
    public static let roles = 256
    /// Labels of one policy, of its results together.
    public static let labels = 64
    /// Fields of one list of fields of `records` and of `approvals`.
    public static let recordedFields = 256
    /// UTF-8 bytes of the path of such a field.
    public static let fieldPathBytes = 1_024
    /// Steps of such a path, `args` or `context` included.
    public static let fieldPathSteps = 32
    /// The most sessions that a policy may ask to be kept at once.
    public static let sessions = 100_000_000
    /// Tags of one rule.
    public static let tags = 64
    /// UTF-8 bytes of an approver or a tag.
    public static let labelBytes = 256
    /// The longest timeout: what 32 bits hold, about 136 years.
    public static let timeoutSeconds = 4_294_967_295
    /// Arrays and objects that are open at once in a file of tools; schemas may be in each other twice as
    /// deep, references followed.
    public static let schemaNesting = 64
    /// Properties of one object of a schema.
    public static let schemaFields = 4_096
    /// Schemas that one schema stands for, references followed.
    public static let schemaVisits = 20_000
    /// Tools whose types one rule is checked against.
    public static let typedTools = 64
    /// Work of checking rules against schemas: a unit for a byte of an expression or a schema that it is
    /// checked against, for each tool, and for a tool that is compared with a selector. Beyond
    /// it, some seconds of work have been done.
    public static let typeWork = 8 << 20
    /// Lists of one policy.
    public static let lists = 256
    /// Values of one list.
    public static let listValues = 1 << 22
    /// Values of all lists together.
    public static let totalListValues = 1 << 23
    /// Bytes of the file of a list.
    public static let listBytes = 1 << 27
    /// Bytes of the files of all lists together.
    public static let totalListBytes = 1 << 28
    /// UTF-8 bytes of the path of a list's file.
    public static let pathBytes = 4_096
    /// Columns of a CSV file that can be named by number.
    public static let columns = 65_536
    /// Errors, and likewise warnings, of one run that are shown.
    public static let diagnostics = 100
}
