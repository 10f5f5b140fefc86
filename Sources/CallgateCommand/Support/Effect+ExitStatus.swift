import CallgateBytecode

extension Effect {
    /// The exit status of a single call, or nil where it is allowed.
    var exitStatus: ExitStatus? {
        switch self {
        case .allow: nil
        case .review: .review
        case .deny: .deny
        }
    }
}
