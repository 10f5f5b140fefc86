/// An instruction of an ``NFA``; 12 bytes of content in fixed fields, ready to be embedded.
public struct NFAInstruction: Sendable, Hashable {
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        /// Where the byte is in `low...high`, consume it and go to `next`; otherwise try
        /// `alternative`, a `byteRange` at a lower index, or stop where that is its own index.
        case byteRange
        /// Go to `next` and to `alternative`, consuming nothing; rather to `next`.
        case split
        /// Where `assertion` (an ``Assertion``'s raw value) holds here, go to `next`.
        case assertion
        /// The text matches; `next` is the pattern's index in its set, 0 for a single one.
        case match
        /// Stop.
        case fail
        /// Note the position in the place `low`, and go to `next`; only in a ``CapturingPattern``.
        case save
    }

    /// A ``Kind``'s raw value.
    public var kind: UInt8
    public var low: UInt8 = 0
    public var high: UInt8 = 0
    public var assertion: UInt8 = 0
    /// Index of an instruction, but for `match`.
    public var next: UInt32 = 0
    /// Index of an instruction.
    public var alternative: UInt32 = 0

    public init(
        kind: UInt8, low: UInt8 = 0, high: UInt8 = 0, assertion: UInt8 = 0, next: UInt32 = 0, alternative: UInt32 = 0
    ) {
        self.kind = kind
        self.low = low
        self.high = high
        self.assertion = assertion
        self.next = next
        self.alternative = alternative
    }

    init(_ kind: Kind) {
        self.init(kind: kind.rawValue)
    }
}

/// A non-deterministic automaton over the bytes of UTF-8, for patterns whose DFA is too large.
///
/// The simulation visits each position of the text, from 0 to its length in bytes, once. It keeps
/// a set of instructions, which holds `start` alone before position 0. At a position *p*:
///
/// 1. *Close* the set. Take each instruction of it in turn, those that join meanwhile included.
///    A `split` adds its `next` and its `alternative`. An `assertion` adds its `next` where it
///    holds between the byte before *p* and the byte at *p*, either of which may not be there.
///    An instruction that is in the set already is not added again, so that closing takes at
///    most one visit to each instruction, loops that consume nothing included.
/// 2. Where the set holds a `match`, the answer is yes.
/// 3. Where *p* is the length, the answer is no.
/// 4. *Step*: take each `byteRange` of the set, and follow its alternatives to the first that the
///    byte at *p* is in. The set for *p* + 1 holds the `next` of those. Where it is empty, the
///    answer is no.
///
/// That a match may start anywhere is part of the instructions: a loop precedes the pattern. So
/// the set starts with one member and needs no other. Assertions decide on bytes: the word
/// characters and the newline are ASCII, which is never part of a longer sequence.
///
/// - Invariant: `instructions` is not empty, has at most ``RegexLimits/maximumNFAInstructions``,
///   and every index in it and `start` are within it. The `alternative` of a `byteRange` is its
///   own index or that of a `byteRange` before it, so that following alternatives ends.
/// - Complexity: O(*n* · *m*) in instructions and bytes, in O(*n*) memory.
public struct NFA: Sendable, Hashable {
    public var instructions: [NFAInstruction]
    public var start: Int

    public init(instructions: [NFAInstruction], start: Int) {
        self.instructions = instructions
        self.start = start
    }
}
