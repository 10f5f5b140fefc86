/// Whether people suffice for rules of which each wants somebody of its own.
enum Assignment {
    /// Whether somebody is among those whom a rule lists, by ID or group; anybody is where it lists nobody.
    static func may(_ approver: Approver, _ listed: [String]) -> Bool {
        listed.isEmpty || ([approver.id] + approver.groups).contains { name in listed.contains(where: name.isSame) }
    }

    /// Whether each rule can have an approver of its own.
    static func covers(_ wanted: [[String]], by approvers: [Approver]) -> Bool {
        var holder = [Int?](repeating: nil, count: approvers.count)

        func find(for rule: Int, _ tried: inout Set<Int>) -> Bool {
            for index in approvers.indices where may(approvers[index], wanted[rule]) && tried.insert(index).inserted {
                if let other = holder[index], !find(for: other, &tried) { continue }
                holder[index] = rule
                return true
            }
            return false
        }

        return wanted.indices.allSatisfy { rule in
            var tried: Set<Int> = []
            return find(for: rule, &tried)
        }
    }

    /// Whether each approver can stand for a rule of its own: a matching, by augmenting paths.
    static func places(_ approvers: [Approver], in wanted: [[String]]) -> Bool {
        var holder = [Int?](repeating: nil, count: wanted.count)

        func place(_ approver: Int, _ tried: inout Set<Int>) -> Bool {
            for rule in wanted.indices where may(approvers[approver], wanted[rule]) && tried.insert(rule).inserted {
                if let other = holder[rule], !place(other, &tried) { continue }
                holder[rule] = approver
                return true
            }
            return false
        }

        return approvers.indices.allSatisfy { approver in
            var tried: Set<Int> = []
            return place(approver, &tried)
        }
    }
}
