internal import CallgateBytecode

extension Machine {
    mutating func startsWith(_ text: Slot, _ part: Slot) -> Slot {
        guard let pair = strings(text, part) else { return mismatch(text, part) }
        guard spend(bytes: part.length) else { return .null }
        return .bool(pair.text.hasPrefix(pair.part))
    }

    mutating func endsWith(_ text: Slot, _ part: Slot) -> Slot {
        guard let pair = strings(text, part) else { return mismatch(text, part) }
        guard spend(bytes: part.length) else { return .null }
        return .bool(pair.text.hasSuffix(pair.part))
    }

    mutating func contains(_ text: Slot, _ part: Slot) -> Slot {
        guard let pair = strings(text, part) else { return mismatch(text, part) }
        guard spend(bytes: text.length &+ part.length) else { return .null }
        return .bool(TwoWaySearch.contains(pair.text, pair.part))
    }

    @inline(__always)
    private func strings(_ text: Slot, _ part: Slot) -> (text: ByteSpan, part: ByteSpan)? {
        guard text.isKind(.string), part.isKind(.string) else { return nil }
        return (bytes(of: text), bytes(of: part))
    }

    @inline(__always)
    private func mismatch(_ text: Slot, _ part: Slot) -> Slot {
        if text.isKind(.error) { return text }
        if part.isKind(.error) { return part }
        return error(.noSuchOverload, text, part)
    }
}
