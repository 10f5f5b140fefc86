/// What a byte, or an edge of the text, is to the assertions.
enum ByteKind: UInt8, Hashable, CaseIterable {
    case textEdge, newline, word, other

    init(_ byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            self = .newline
        } else {
            self = Assertion.isWordByte(byte) ? .word : .other
        }
    }

    /// A byte of the kind.
    var example: UInt8? {
        switch self {
        case .textEdge: nil
        case .newline: UInt8(ascii: "\n")
        case .word: UInt8(ascii: "a")
        case .other: UInt8(ascii: " ")
        }
    }
}

/// The bytes, grouped by what an NFA can tell apart.
struct ByteClasses {
    let classOf: [UInt8]
    /// The kind of each class's bytes; `other` for all where no assertion asks.
    let kinds: [ByteKind]

    var count: Int { kinds.count }

    init(_ instructions: [NFAInstruction]) {
        var startsClass = Array(repeating: false, count: 257)
        var hasAssertions = false
        for instruction in instructions {
            switch NFAInstruction.Kind(rawValue: instruction.kind) {
            case .byteRange:
                startsClass[Int(instruction.low)] = true
                startsClass[Int(instruction.high) + 1] = true
            case .assertion: hasAssertions = true
            default: break
            }
        }
        var classOf: [UInt8] = []
        var kinds: [ByteKind] = []
        for byte in UInt8.min...UInt8.max {
            let kind = hasAssertions ? ByteKind(byte) : .other
            if startsClass[Int(byte)] || kinds.last != kind {
                kinds.append(kind)
            }
            classOf.append(UInt8(kinds.count - 1))
        }
        self.classOf = classOf
        self.kinds = kinds
    }
}
