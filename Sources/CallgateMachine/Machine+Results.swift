public import CallgateBytecode

extension Machine {
    /// How many rules counted in the last decision; none after a malformed call.
    public var matchedCount: Int { matchCount }

    /// A rule that counted in the last decision, in the order of the documents.
    /// - Parameter index: 0 ..< `matchedCount`.
    public func matched(_ index: Int) -> RuleMatch {
        precondition(index >= 0 && index < matchCount)
        return matches[index]
    }

    /// The tool's ID in the last call: a string, or null where the call was malformed before it.
    public var toolID: Slot { tool }

    /// The rules that were looked at in the last decision, in the order of the documents.
    public var consideredRules: [Int] {
        guard program >= 0 else { return [] }
        return view.programs[program].rules.range.map { Int(view.programRules[$0].rule) }
    }

    /// An expression's value after ``show(rule:_:at:)``.
    /// - Parameter index: 0 ..< `BytecodeLimits.outputs`.
    public func output(_ index: Int) -> Slot { outputs[index] }

    /// The last value that the last decision noted for a subexpression, by its number; nil for one
    /// that was not evaluated. Only programs compiled to explain note any.
    public func note(_ number: Int) -> Slot? {
        guard number >= 0, number < notes.count, notes[number].isSet else { return nil }
        return notes[number].value
    }

    /// The fuel that the last decision used.
    public var usedFuel: Int { limits.fuel - max(fuel, 0) }

    /// The bytes of a string, of bytes, or of a list or map of the call as it stands there.
    ///
    /// - Parameter text: the call of the last decision; the machine does not keep it.
    public func content(of slot: Slot, in text: UnsafeRawBufferPointer) -> [UInt8] {
        let range = slot.offset..<slot.offset + slot.length
        switch slot.regionByte {
        case Region.call.rawValue:
            precondition(range.upperBound <= text.count)
            return unsafe Array(text[range])
        case Region.arena.rawValue:
            let bytes = arena.bytes(slot.offset, slot.length)
            return (0..<bytes.count).map { bytes[$0] }
        default:
            return view.bytes(TextRef(offset: UInt32(slot.offset), length: slot.extra))
        }
    }

    /// Gives the bytes of the tool's ID in the last call to a closure, without copying them.
    ///
    /// - Parameter text: the call of the last decision.
    public func withToolID(
        in text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        guard tool.isKind(.string) else { return }
        let range = tool.offset..<tool.offset + tool.length
        if tool.isInCall {
            unsafe body(UnsafeRawBufferPointer(rebasing: text[range]))
        } else {
            let bytes = bytes(of: tool)
            // The arena lives as long as the machine, and the machine keeps the image.
            unsafe body(UnsafeRawBufferPointer(start: bytes.base, count: bytes.count))
        }
    }

    /// The elements of a list or the keys and values of a map that is not the call's.
    public func elements(of slot: Slot) -> [Slot] {
        precondition(!slot.isInCall && (slot.isKind(.list) || slot.isKind(.map)))
        let count = slot.isKind(.map) ? 2 * slot.length : slot.length
        return (0..<count).map { storedSlot(slot, $0) }
    }

    /// What `string(value)` yields for a number, a bool, a timestamp or a duration.
    public mutating func scalarText(_ slot: Slot) -> String {
        let mark = arena.used
        let past = trap
        trap = nil
        defer {
            arena.reset(to: mark)
            trap = past
        }
        let text = toString(slot)
        guard text.isKind(.string), trap == nil else { return "…" }
        let bytes = arena.bytes(text.offset, text.length)
        return String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    }
}
