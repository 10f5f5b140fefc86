/// Numbers for the labels of results, the same under every policy of a guard.
struct LabelNumbers: Sendable {
    /// Labels that sessions can have.
    static let most = 64

    private(set) var names: [String] = []

    init(_ names: [String] = []) { self.names = names }

    /// The number of each label of a policy, by its bit there.
    ///
    /// - Throws: where there are more than 64 labels: a label that a session has is never taken from it, also
    ///   where the policy of the day has it not.
    mutating func numbers(of labels: [String]) throws(GuardFailure) -> [Int] {
        var known = names
        let numbers = labels.map { label in
            if let number = known.firstIndex(where: { $0.utf8.elementsEqual(label.utf8) }) { return number }
            known.append(label)
            return known.count - 1
        }
        guard known.count <= Self.most else { throw .tooManyLabels(known.count) }
        names = known
        return numbers
    }
}

/// Why a guard can't use a policy.
public enum GuardFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// More labels than sessions can have, those of earlier policies included.
    case tooManyLabels(Int)
    /// The image names a field that says who asks for a call, and can't be read: it was made by another compiler.
    case requester(FieldPathError)
    /// The approvals that were kept can't be read.
    case approvals(String)
    /// What was kept of limits and sessions can't be read, or not be written.
    case state(RecordStoreError)
    /// Another guard keeps what it knows by the same writer of records.
    case writerInUse

    public var description: String {
        switch self {
        case .tooManyLabels(let count):
            "there would be \(count) labels of results, those of earlier policies included; the limit is 64"
        case .requester(let error): "who asks for a call can't be told: \(error)"
        case .approvals(let detail): "the approvals can't be read: \(detail)"
        case .state(let error): "what limits and sessions were can't be read or kept: \(error)"
        case .writerInUse: "another guard records by this writer: each needs a writer, and a file, of its own"
        }
    }
}
