internal import CallgateSystem

extension Guard.State {
    /// Puts back what a store has kept, before the first call.
    mutating func restore(_ snapshot: GuardSnapshot) {
        latest = max(latest, snapshot.latest)
        sessions.restore(snapshot, tools)
        for amount in snapshot.contents.amounts.sorted(by: { ($0.time, $0.key) < ($1.time, $1.key) }) {
            ledger.restore(amount.key, amount.amount, at: amount.time, until: amount.end)
        }
    }
}

extension SessionTable {
    fileprivate mutating func restore(_ snapshot: GuardSnapshot, _ tools: ToolNumbers) {
        number(after: snapshot.lastSession)
        let family = SessionFamily(snapshot.contents)
        var calls: [Int64: [SessionCalls.Calls]] = [:]
        for kept in snapshot.contents.calls {
            // There were numbers for all of them when they were counted.
            guard let tool = tools.number(of: String(decoding: kept.tool, as: UTF8.self)) else { continue }
            calls[kept.session, default: []].append(SessionCalls.Calls(tool: tool, count: kept.count, last: kept.last))
        }
        for use in family.inOrder {
            let id = String(decoding: use.name, as: UTF8.self)
            var session = Session(id: id, number: use.session, lastUse: use.lastUse)
            if let parent = family.parent(of: use), let place = place(of: String(decoding: parent.name, as: UTF8.self)),
                self[place].number == parent.session
            {
                session.inherit(from: self[place], at: place)
            }
            session.restore(family.taint(of: use), calls[use.session] ?? [])
            restore(session)
        }
        settleOrder()
    }
}

/// The sessions of a snapshot, and how they lie in each other.
private struct SessionFamily {
    private var uses: [Int64: GuardChanges.Use] = [:]
    private var causes: [Int64: [Int64: [UInt8]]] = [:]

    init(_ contents: GuardChanges) {
        for use in contents.uses { uses[use.session] = use }
        for cause in contents.causes { causes[cause.session, default: [:]][cause.label] = cause.call }
        // What a session has read its parent has read, and it lasts as long: also where an entry that said so was lost.
        for var use in contents.uses {
            for _ in 0..<SessionTable.depth {
                guard var parent = uses[use.parent] else { break }
                parent.labels |= use.labels
                parent.isTrusted = parent.isTrusted && use.isTrusted
                parent.lastUse = max(parent.lastUse, use.lastUse)
                uses[parent.session] = parent
                use = parent
            }
        }
    }

    /// Parents before their children, which begin after them.
    var inOrder: [GuardChanges.Use] { uses.values.sorted { $0.session < $1.session } }

    func parent(of use: GuardChanges.Use) -> GuardChanges.Use? { uses[use.parent] }

    /// What a session has read, and from which calls: a child that began with a label has it from its parent's.
    func taint(of use: GuardChanges.Use) -> Taint {
        var labelledBy: [Int: String] = [:]
        for label in 0..<64 where use.labels >> UInt64(label) & 1 == 1 {
            if let call = cause(Int64(label), of: use) { labelledBy[label] = call }
        }
        return Taint(
            labels: use.labels, isTrusted: use.isTrusted, untrustedBy: use.isTrusted ? nil : cause(-1, of: use),
            labelledBy: labelledBy)
    }

    private func cause(_ label: Int64, of use: GuardChanges.Use) -> String? {
        var next: GuardChanges.Use? = use
        for _ in 0..<SessionTable.depth {
            guard let session = next else { return nil }
            if let call = causes[session.session]?[label] { return String(decoding: call, as: UTF8.self) }
            next = parent(of: session)
        }
        return nil
    }
}

extension GuardSnapshot {
    /// Drops the names of labels that no session has, so that those of policies that are gone make room.
    /// - Returns: whether there was any.
    mutating func dropUnusedLabels(keeping wanted: [String]) -> Bool {
        let used = contents.uses.reduce(0 as UInt64) { $0 | $1.labels }
        let kept = labels.indices.filter { place in
            used >> UInt64(place) & 1 == 1 || wanted.contains { $0.isSame(as: labels[place]) }
        }
        guard kept.count < labels.count else { return false }
        var numbers = [Int64](repeating: -1, count: 64)
        for (number, place) in kept.enumerated() { numbers[place] = Int64(number) }
        var renumbered = GuardChanges()
        for var use in contents.uses {
            use.labels = kept.enumerated().reduce(0) { $0 | (use.labels >> UInt64($1.element) & 1) << UInt64($1.offset) }
            renumbered.add(use)
        }
        for calls in contents.calls { renumbered.add(calls) }
        for var cause in contents.causes {
            if cause.label >= 0 {
                guard numbers[Int(cause.label)] >= 0 else { continue }
                cause.label = numbers[Int(cause.label)]
            }
            renumbered.add(cause)
        }
        for amount in contents.amounts { renumbered.add(amount) }
        labels = kept.map { labels[$0] }
        contents = renumbered
        return true
    }
}
