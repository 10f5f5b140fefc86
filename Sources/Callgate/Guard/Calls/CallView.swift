/// What a call sees of what its guard knows.
///
/// Moved, never copied: each copy would count up and down what it refers to.
struct CallView: ~Copyable {
    let policy: GuardPolicy
    /// Nanoseconds since 1970.
    let now: Int64
    let session: SessionView
    /// By which the keys of limits are hashed.
    let secret: LimitSecret
}

/// What a call sees of its session.
enum SessionView: Sendable {
    /// The call has none.
    case none
    case refused(SessionTable.Refusal)
    case session(SessionSight)
}

/// What a call sees of its session: as little as answers what policies ask, since each of these is made for each call.
struct SessionSight: Sendable {
    /// Where the session is.
    let place: Int
    let number: Int64
    let version: Int
    let labels: UInt64
    let isTrusted: Bool
    let calls: SessionCalls
    /// The tools that the policy asks about.
    let askedTools: AskedTools

    init(_ session: borrowing Session, at place: Int, _ askedTools: AskedTools) {
        self.place = place
        number = session.number
        version = session.version
        labels = session.taint.labels
        isTrusted = session.taint.isTrusted
        calls = session.calls
        self.askedTools = askedTools
    }
}

extension DecisionReport.Failure {
    /// Why a call's session does not do.
    static func session(_ refusal: SessionTable.Refusal) -> DecisionReport.Failure {
        DecisionReport.Failure(kind: "\(refusal.name)", detail: refusal.detail)
    }
}

extension Guard.State {
    /// Uses the call's session.
    mutating func view(of call: GuardedCall, at time: Int64) -> CallView {
        let now = advance(to: time)
        return CallView(policy: policy, now: now, session: use(call, at: now), secret: secret)
    }

    private mutating func use(_ call: GuardedCall, at now: Int64) -> SessionView {
        guard let id = call.session else { return .none }
        do throws(SessionTable.Refusal) {
            let place = try sessions.use(id, parent: call.parent, at: now)
            return .session(SessionSight(sessions[place], at: place, askedTools))
        } catch {
            return .refused(error)
        }
    }

    /// Whether what an evaluation has seen is still so.
    func isCurrent(_ evaluation: CallEvaluation) -> Bool {
        guard policy === evaluation.view.policy else { return false }
        guard case .session(let sight) = evaluation.view.session else { return true }
        return sessions[sight.place].number == sight.number
            && (!evaluation.asksSession || sessions[sight.place].version == sight.version)
    }
}
