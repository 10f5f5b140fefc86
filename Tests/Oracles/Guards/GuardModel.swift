/// What a guard with the policy of ``GuardSimulation`` has to do, kept as plainly as can be: everything that ever
/// happened, looked through each time.
struct GuardModel {
    /// Nanoseconds.
    static let second: Int64 = 1_000_000_000
    static let sessionTimeout = 600 * second
    static let approvalTimeout = 120 * second
    /// The stretches of the two limits: a 64th of each is a second, and five.
    static let countedStretch = 64 * second
    static let summedStretch = 320 * second
    static let mostAmount = 100

    struct Payment {
        var time: Int64
        var customer: String
        var amount: Int
    }

    struct Session {
        var lastUse: Int64
        var isTrusted = true
        var isPrivate = false
    }

    enum ApprovalState { case pending, approved, used, refused, revoked }

    struct Approval {
        var state: ApprovalState
        var subject: Subject
        var deadline: Int64
        var token: String?
    }

    /// What an approval is for.
    struct Subject: Equatable {
        var amount: Int
        var session: String
        var policy: Int
    }

    var payments: [Payment] = []
    private(set) var sessions: [String: Session] = [:]
    var approvals: [String: Approval] = [:]
    /// Which of the policies is in force.
    var policy = 0

    /// Calls of one customer that may pass in a stretch.
    var mostPayments: Int { policy == 0 ? 3 : 2 }

    mutating func use(_ session: String, at now: Int64) {
        if let known = sessions[session], now - known.lastUse <= Self.sessionTimeout {
            sessions[session]?.lastUse = now
        } else {
            sessions[session] = Session(lastUse: now)
        }
    }

    func mayPay(_ customer: String, _ amount: Int, at now: Int64) -> Bool {
        let own = payments.filter { $0.customer == customer }
        let count = own.count { now - $0.time < Self.countedStretch }
        let sum = own.reduce(0) { now - $1.time < Self.summedStretch ? $0 + $1.amount : $0 }
        return count < mostPayments && sum + amount <= Self.mostAmount
    }

    func maySend(_ session: String) -> Bool {
        guard let known = sessions[session] else { return true }
        return known.isTrusted || !known.isPrivate
    }

    mutating func read(_ tool: String, in session: String, at now: Int64) {
        use(session, at: now)
        if tool == "read_web" { sessions[session]?.isTrusted = false }
        if tool == "read_mail" { sessions[session]?.isPrivate = true }
    }
}
