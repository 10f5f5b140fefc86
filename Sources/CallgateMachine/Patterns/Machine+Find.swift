internal import CallgateBytecode

extension Machine {
    /// Looks for the first match that starts at an offset or after it, and of those for the
    /// preferred one; the simulation that `CapturingPattern` describes.
    ///
    /// Each position costs a visit and a row of places for each of its threads, and is charged so.
    /// - Returns: whether there is one; false at a trap.
    mutating func find(_ search: inout CaptureSearch, in text: ByteSpan, from offset: Int) -> Bool {
        search.current.instructions.count = 0
        var isFound = false
        var position = offset
        while true {
            search.upcoming.instructions.count = 0
            // A match starts between scalar values.
            if !isFound, position == text.count || text[position] & 0xC0 != 0x80 {
                for place in 0..<search.places {
                    arena.store(CaptureSearch.none, at: search.row &+ 4 &* place)
                }
                add(search.start, at: position, text, &search, isUpcoming: false)
            }
            var visits = 0
            if step(&search, text, position, &visits) { isFound = true }
            let threads = search.current.instructions.count
            guard spend(1 &+ visits &+ threads &* (1 &+ search.places / 4)) else { return false }
            swap(&search.current, &search.upcoming)
            let isDone = isFound && search.current.instructions.count == 0
            guard position < text.count, !isDone else { return isFound }
            position &+= 1
        }
    }

    /// Takes all threads over the byte at a position.
    /// - Returns: whether one of them has matched: those after it are less preferred, and end.
    @inline(__always)
    private func step(
        _ search: inout CaptureSearch, _ text: ByteSpan, _ position: Int, _ visits: inout Int
    ) -> Bool {
        let byte = text.peek(position)
        let current = search.current
        for thread in 0..<current.instructions.count {
            let instruction = search.code &+ 12 &* current.instructions[thread]
            // V11: kinds exist, and targets are below the number of instructions.
            switch view.tables[verified: instruction] {
            case 0:
                guard position < text.count,
                    let next = successor(search.code, instruction, byte, &visits)
                else { continue }
                search.copyRow(search.row(thread, of: current), to: search.row)
                add(next, at: position &+ 1, text, &search, isUpcoming: true)
            case 3:
                search.copyRow(search.row(thread, of: current), to: search.best)
                return true
            default: continue
            }
        }
        return false
    }

    /// Adds a thread, whose places are in the search's row, to a list: follows what consumes
    /// nothing, depth first, the preferred way before the other. An instruction that is in the
    /// list stays with the thread that came first.
    private func add(
        _ first: Int, at position: Int, _ text: ByteSpan, _ search: inout CaptureSearch,
        isUpcoming: Bool
    ) {
        var list = isUpcoming ? search.upcoming : search.current
        var depth = 0
        push(first, &depth, search)
        while depth > 0 {
            depth &-= 1
            let step = arena.load(
                search.waiting &+ CaptureSearch.WaitingStep.size &* depth,
                as: CaptureSearch.WaitingStep.self)
            if step.target >= CaptureSearch.WaitingStep.restores {
                let place = Int(step.target & ~CaptureSearch.WaitingStep.restores)
                arena.store(step.value, at: search.row &+ 4 &* place)
                continue
            }
            follow(Int(step.target), position, text, search, &list, &depth)
        }
        if isUpcoming { search.upcoming = list } else { search.current = list }
    }

    /// Follows instructions until one consumes a byte, ends, or was followed before.
    @inline(__always)
    private func follow(
        _ first: Int, _ position: Int, _ text: ByteSpan, _ search: CaptureSearch,
        _ list: inout CaptureSearch.ThreadList, _ depth: inout Int
    ) {
        var number = first
        while true {
            let thread = list.instructions.count
            list.instructions.insert(number)
            guard list.instructions.count > thread else { return }
            let instruction = search.code &+ 12 &* number
            // V11: kinds exist, and targets are below the number of instructions.
            switch view.tables[verified: instruction] {
            case 0, 3:
                return search.copyRow(search.row, to: search.row(thread, of: list))
            case 1:
                push(tableWord(instruction &+ 8), &depth, search)
            case 2:
                guard holds(view.tables[verified: instruction &+ 3], text, position) else { return }
            case 5:
                let place = Int(view.tables[verified: instruction &+ 1])
                // V11: the place is one of the pattern's; not all of them are asked for.
                if place < search.places {
                    let slot = search.row &+ 4 &* place
                    push(
                        place | Int(CaptureSearch.WaitingStep.restores), &depth, search,
                        value: arena.load(slot, as: UInt32.self))
                    arena.store(UInt32(truncatingIfNeeded: position), at: slot)
                }
            default: return
            }
            number = tableWord(instruction &+ 4)
        }
    }

    @inline(__always)
    private func push(
        _ target: Int, _ depth: inout Int, _ search: CaptureSearch, value: UInt32 = 0
    ) {
        let step = CaptureSearch.WaitingStep(
            target: UInt32(truncatingIfNeeded: target), value: value)
        arena.store(step, at: search.waiting &+ CaptureSearch.WaitingStep.size &* depth)
        depth &+= 1
    }
}
