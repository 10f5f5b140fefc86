import CallgateBytecode

extension ImageChecks {
    /// V4: constants are values in their one form; containers hold earlier constants, not too deep.
    func checkConstants() throws(ImageError) {
        var held = 0
        var containers: [Slot: UInt8] = [:]
        var depths = [UInt8](repeating: 0, count: view.constants.count)
        for index in 0..<view.constants.count {
            let slot = view.constants[index]
            guard let kind = ValueKind(rawValue: slot.kindByte) else {
                throw .verification(rule: 4, reason: "constant \(index) has kind \(slot.kindByte)")
            }
            try require(hasOneForm(slot, kind), 4, "constant \(index) of kind \(kind) is not in its form")
            switch kind {
            case .string, .bytes:
                let reference = TextRef(offset: UInt32(slot.offset), length: slot.extra)
                try checkReference(reference, isText: kind == .string, "constant \(index)")
            case .list, .map:
                let width = kind == .map ? 2 : 1
                let end = slot.offset + slot.length * width
                try require(end <= index, 4, "constant \(index) holds constants up to \(end)")
                // What several programs have stands in the constants of each, its elements once.
                if let depth = containers[slot] {
                    depths[index] = depth
                    continue
                }
                held += slot.length * width
                try require(
                    held <= view.constants.count, 4, "constants hold more constants than there are")
                var depth: UInt8 = 0
                for element in slot.offset..<end { depth = max(depth, depths[element] + 1) }
                try require(
                    depth <= BytecodeLimits.constantDepth, 4,
                    "constant \(index) is nested \(depth) levels deep")
                depths[index] = depth
                containers[slot] = depth
                guard kind == .map else { continue }
                for entry in 0..<slot.length {
                    let key = view.constants[slot.offset + 2 * entry].kind
                    try require(
                        key == .bool || key == .int || key == .uint || key == .string, 4,
                        "constant \(index) has a key of kind \(key)")
                }
            default: break
            }
        }
    }

    /// Whether each bit of a constant that means nothing is zero, and the others are in range.
    private func hasOneForm(_ slot: Slot, _ kind: ValueKind) -> Bool {
        let image = Region.image.rawValue
        switch kind {
        case .null: return slot == .null
        case .bool: return slot == .bool(slot.payload == 1)
        case .int: return slot == .int(slot.int)
        case .uint: return slot == .uint(slot.payload)
        case .double: return slot == .double(slot.double)
        case .duration: return slot == .duration(nanoseconds: slot.int)
        case .string, .bytes, .list, .map:
            return slot.payload <= UInt64(UInt32.max) && slot.flags == image && slot.c == 0
                && slot.d == 0
        case .timestamp:
            return slot == .timestamp(seconds: slot.int, nanoseconds: slot.extra)
                && slot.int >= -62_135_596_800 && slot.int <= 253_402_300_799
                && slot.extra < 1_000_000_000
        case .type:
            guard slot.payload < UInt64(ValueKind.error.rawValue) else { return false }
            return ValueKind(rawValue: UInt8(slot.payload)).map { slot == .type($0) } ?? false
        case .optional, .ip, .cidr, .error, .iterator: return false
        }
    }
}
