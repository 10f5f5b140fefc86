internal import Crypto

/// A call that waits for people, or waited.
public struct Approval: Sendable, Hashable {
    /// The ID of the call that opened it.
    public let id: String
    /// The record of that call.
    public let record: RecordID
    /// For exactly this call is asked.
    public let subject: Subject
    /// Who may approve, one for each review rule that matched; an empty list stands for anybody.
    public let wanted: [[String]]
    /// Those who ask, who can't approve themselves: of each the SHA-256, in hexadecimal, of the approval's ID, a zero
    /// byte and their own, as the field that says who they are may be one that the policy redacts.
    public let requesters: [String]
    /// Nanoseconds since 1970: neither an answer nor the call itself counts from here on.
    public let deadline: Int64
    public internal(set) var state = State.pending
    /// Who has approved so far, and the groups that they were in.
    public internal(set) var approvers: [Approver] = []
    /// What lets the call through; nil before it is approved.
    public internal(set) var token: String?

    /// - Parameter requesters: the IDs of those who ask.
    init(id: String, record: RecordID, subject: Subject, wanted: [[String]], requesters: [String], deadline: Int64) {
        self.init(
            id: id, record: record, subject: subject, wanted: wanted,
            digests: requesters.map { Self.digest(of: $0, id) }, deadline: deadline)
    }

    /// - Parameter digests: of those who ask.
    init(id: String, record: RecordID, subject: Subject, wanted: [[String]], digests: [String], deadline: Int64) {
        self.id = id
        self.record = record
        self.subject = subject
        self.wanted = wanted
        requesters = digests
        self.deadline = deadline
    }

    private static func digest(of requester: String, _ id: String) -> String {
        Hexadecimal.text(Array(SHA256.hash(data: Array(id.utf8) + [0] + Array(requester.utf8))))
    }

    /// Whether somebody is one of those who ask.
    public func isRequested(by id: String) -> Bool { requesters.contains(Self.digest(of: id, self.id)) }

    /// What makes two calls the same for an approval.
    public struct Subject: Sendable, Hashable {
        public let tool: String
        /// SHA-256 of the arguments as canonical JSON (RFC 8785), in hexadecimal.
        public let arguments: String
        /// Nil where the call has none.
        public let session: String?
        /// SHA-256 of the policy's sources, in hexadecimal.
        public let policy: String

        /// By their bytes: two tools that Unicode calls the same are two.
        public static func == (first: Subject, second: Subject) -> Bool {
            first.tool.isSame(as: second.tool) && first.arguments == second.arguments
                && first.session.map(Name.init) == second.session.map(Name.init) && first.policy == second.policy
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(arguments)
            hasher.combine(policy)
        }
    }

    /// Whether the people who have approved suffice for what is wanted now, and none of them asks now.
    func suffices(for wanted: Approval) throws(ApprovalError) {
        guard Assignment.covers(wanted.wanted, by: approvers) else { throw .otherCall }
        guard !approvers.contains(where: { wanted.isRequested(by: $0.id) }) else {
            throw .ownCall
        }
    }

    public enum State: String, Sendable, Hashable, CaseIterable {
        case pending, approved, rejected, used, revoked
    }
}

/// Somebody who answers, as the host has identified them.
public struct Approver: Sendable, Hashable {
    public let id: String
    public let groups: [String]

    public init(id: String, groups: [String] = []) {
        self.id = id
        self.groups = groups
    }
}

/// Why an approval, or the use of one, was refused.
public enum ApprovalError: String, Error, Sendable, Hashable, CaseIterable {
    /// There is no such approval.
    case unknown
    /// The time is over.
    case expired
    /// It was rejected before.
    case rejected
    /// It was revoked.
    case revoked
    /// The call was let through already.
    case used
    /// It is not approved yet.
    case pending
    /// It was approved already.
    case approved
    /// The call has another tool, other arguments, another session or another policy.
    case otherCall = "other_call"
    /// None of the rules that still want somebody lists the approver.
    case notListed = "not_listed"
    /// The requester can't approve its own call.
    case ownCall = "own_call"
    /// There are too many that wait.
    case full
    /// The arguments have no canonical form: a key occurs twice in an object.
    case noCanonicalForm = "no_canonical_form"
    /// The call does not say who asks for it, in a way that can be told.
    case unknownRequester = "unknown_requester"
    /// What has been answered can't be kept.
    case notStored = "not_stored"

    /// What records call it, after `approval_`.
    var recordName: StaticString {
        switch self {
        case .unknown: "approval_unknown"
        case .expired: "approval_expired"
        case .rejected: "approval_rejected"
        case .revoked: "approval_revoked"
        case .used: "approval_used"
        case .pending: "approval_pending"
        case .approved: "approval_approved"
        case .otherCall: "approval_other_call"
        case .notListed: "approval_not_listed"
        case .ownCall: "approval_own_call"
        case .full: "approval_full"
        case .noCanonicalForm: "approval_no_canonical_form"
        case .unknownRequester: "approval_unknown_requester"
        case .notStored: "approval_not_stored"
        }
    }

    /// What it means, for people.
    public var detail: String {
        switch self {
        case .unknown: "there is no such approval"
        case .expired: "the time for it is over"
        case .rejected: "it was rejected"
        case .revoked: "it was taken back"
        case .used: "the call that it was for has passed already"
        case .pending: "it is not given yet"
        case .approved: "it was given already"
        case .otherCall: "it is for another call: the tool, the arguments, the session or the policy is another one"
        case .notListed: "no rule that still wants somebody lists the approver"
        case .ownCall: "who asks for a call can't approve it"
        case .full: "too many calls wait for an approval"
        case .noCanonicalForm: "the arguments have a key twice in one object, so that readers may differ about them"
        case .unknownRequester: "the call does not say who asks for it: the field is missing, empty, no text, or there twice"
        case .notStored: "it can't be kept"
        }
    }
}
