/// What a call sees of what its guard knows.
///
/// Moved, never copied: each copy would count up and down what it refers to.
struct CallView: ~Copyable {
    let policy: GuardPolicy
    /// Nanoseconds since 1970.
    let now: Int64
    let session: SessionView
}

/// What a call sees of its session.
enum SessionView: Sendable {
    /// The call has none.
    case none
    case refused(SessionTable.Refusal)
    /// Where the session is, and a copy of it; how tools are numbered.
    case session(place: Int, Session, ToolNumbers)
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
        return CallView(policy: policy, now: now, session: use(call, at: now))
    }

    private mutating func use(_ call: GuardedCall, at now: Int64) -> SessionView {
        guard let id = call.session else { return .none }
        do throws(SessionTable.Refusal) {
            let place = try sessions.use(id, parent: call.parent, at: now)
            return .session(place: place, sessions[place], tools)
        } catch {
            return .refused(error)
        }
    }

    /// Whether what an evaluation has seen is still so.
    func isCurrent(_ evaluation: CallEvaluation) -> Bool {
        guard policy === evaluation.view.policy else { return false }
        guard case .session(let place, let session, _) = evaluation.view.session else { return true }
        return sessions[place].number == session.number
            && (!evaluation.asksSession || sessions[place].version == session.version)
    }
}
