import Testing

@testable import Callgate

@Suite("Limits")
struct LimitTests {
    static let second: Int64 = 1_000_000_000

    private func claim(_ key: UInt64 = 1, _ amount: Int64 = 1, max: Int64, per: Int64 = 10) -> LimitLedger.Claim {
        LimitLedger.Claim(key: key, amount: amount, maximum: max, stretch: per * Self.second)
    }

    @Test("The last one passes, one too many does not, and what is a stretch old counts no more")
    func boundary() {
        let ledger = Held(LimitLedger(room: 10))
        let claim = claim(max: 3)
        for time in 0..<3 {
            #expect(!ledger.isExceeded(claim, at: Int64(time) * Self.second))
            ledger.take([claim], at: Int64(time) * Self.second)
        }
        #expect(ledger.isExceeded(claim, at: 3 * Self.second))
        #expect(ledger.isExceeded(claim, at: 10 * Self.second - 1))
        #expect(!ledger.isExceeded(claim, at: 10 * Self.second))
    }

    @Test("In no stretch of time is more let through than the maximum, and none less while entries are few", arguments: 0..<20)
    func noWindow(seed: UInt64) {
        var random = SeededGenerator(seed)
        let maximum = Int64.random(in: 1...200, using: &random)
        let stretch = Int64.random(in: 1...50, using: &random)
        let ledger = Held(LimitLedger(room: 4))
        var passed: [(time: Int64, amount: Int64)] = []
        var now: Int64 = 0
        var isJoined = false
        for _ in 0..<3_000 {
            now += Int64.random(in: 0...1, using: &random) * Int64.random(in: 0...Self.second, using: &random)
            let claim = claim(1, Int64.random(in: 1...3, using: &random), max: maximum, per: stretch)
            let counted = passed.filter { now - $0.time < claim.stretch }
            let wouldBe = counted.reduce(claim.amount) { $0 + $1.amount }
            isJoined = isJoined || counted.count >= LimitWindow.steps
            if ledger.isExceeded(claim, at: now) {
                // Joined entries may be held against a key for a step longer, never otherwise.
                if !isJoined { #expect(wouldBe > maximum) }
                let step = claim.stretch / Int64(LimitWindow.steps)
                let held = passed.filter { now - $0.time < claim.stretch + step }
                #expect(held.reduce(claim.amount) { $0 + $1.amount } > maximum)
            } else {
                #expect(wouldBe <= maximum)
                ledger.take([claim], at: now)
                passed.append((now, claim.amount))
            }
        }
        #expect(!passed.isEmpty)
    }

    /// The second ledger is asked about another key in between, so that it remembers nothing of use.
    @Test("What a ledger remembers of the last key makes no difference", arguments: 0..<20)
    func remembered(_ seed: UInt64) {
        var generator = SeededGenerator(seed)
        var (ledger, plain) = (LimitLedger(room: 5), LimitLedger(room: 5))
        let anchor = LimitLedger.Claim(key: 99, amount: 1, maximum: 9, stretch: 1 << 40)
        ledger.take([anchor], at: 0)
        plain.take([anchor], at: 0)
        for now in Int64(0)..<600 {
            let claim = LimitLedger.Claim(key: UInt64(Int.random(in: 0..<8, using: &generator)), amount: 1, maximum: 2, stretch: 9)
            _ = plain.isExceeded(anchor, at: now)
            let isExceeded = ledger.isExceeded(claim, at: now)
            #expect(isExceeded == plain.isExceeded(claim, at: now))
            // Somebody holds a copy: what is changed then is another one.
            let copy = ledger
            defer { #expect(copy.count <= 5) }
            if !isExceeded, ledger.hasRoom(for: [claim], at: now), plain.hasRoom(for: [claim], at: now) {
                _ = plain.isExceeded(anchor, at: now)
                ledger.take([claim], at: now)
                plain.take([claim], at: now)
            }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                _ = plain.isExceeded(anchor, at: now)
                ledger.giveBack(claim, at: now)
                plain.giveBack(claim, at: now)
            }
            #expect(ledger.count == plain.count)
        }
    }

    @Test("A key is not forgotten while something of it counts, and a new one without room is at its limit")
    func room() {
        let ledger = Held(LimitLedger(room: 2))
        for key: UInt64 in 1...2 {
            #expect(!ledger.isExceeded(claim(key, max: 1), at: 0))
            ledger.take([claim(key, max: 1)], at: 0)
        }
        #expect(ledger.isExceeded(claim(3, max: 1), at: 5 * Self.second))
        #expect(!ledger.hasRoom(for: [claim(3, max: 1)], at: 5 * Self.second))
        #expect(ledger.isExceeded(claim(1, max: 1), at: 10 * Self.second - 1))
        #expect(!ledger.isExceeded(claim(3, max: 1), at: 10 * Self.second))
        #expect(ledger.count == 0)
    }

    @Test("Room is for all new keys of a call together")
    func severalKeys() {
        let ledger = Held(LimitLedger(room: 2))
        #expect(ledger.hasRoom(for: [claim(1, max: 1), claim(2, max: 1)], at: 0))
        #expect(!ledger.hasRoom(for: [claim(1, max: 1), claim(2, max: 1), claim(3, max: 1)], at: 0))
        #expect(ledger.hasRoom(for: [claim(1, max: 1), claim(2, max: 1), claim(1, max: 1)], at: 0))
    }

    @Test("A sum past 64 bits is past every limit")
    func overflow() {
        let ledger = Held(LimitLedger(room: 2))
        let most = claim(1, .max, max: .max)
        #expect(!ledger.isExceeded(most, at: 0))
        ledger.take([most], at: 0)
        #expect(ledger.isExceeded(claim(1, 1, max: .max), at: 0))
        #expect(!ledger.isExceeded(claim(1, 0, max: .max), at: 0))
    }

    @Test("A call that was held up lets what came before it count no shorter")
    func heldUp() {
        var window = LimitWindow()
        for time in 0..<Int64(LimitWindow.steps) { window.take(1, at: 10 * time, stretch: 640) }
        window.take(1_000, at: 639, stretch: 640)
        window.take(1, at: 630, stretch: 640)
        #expect(window.total(at: 639 + 639, stretch: 640) >= 1_000)
        #expect(window.total(at: 639 + 640, stretch: 640) == 0)
    }

    @Test("A window holds few entries, however much passes")
    func memory() {
        var window = LimitWindow()
        for time in 0..<10_000 {
            _ = window.total(at: Int64(time), stretch: 100_000)
            window.take(1, at: Int64(time), stretch: 100_000)
            #expect(window.entries.count <= LimitWindow.steps + 2)
        }
        let total = window.total(at: 10_000, stretch: 100_000)
        #expect(total == 10_000)
    }
}

/// A value that tests change where a macro would have it constant.
final class Held<Value> {
    var value: Value

    init(_ value: Value) { self.value = value }
}

extension Held<LimitLedger> {
    var count: Int { value.count }

    func isExceeded(_ claim: LimitLedger.Claim, at now: Int64) -> Bool { value.isExceeded(claim, at: now) }

    func hasRoom(for claims: [LimitLedger.Claim], at now: Int64) -> Bool { value.hasRoom(for: claims, at: now) }

    func take(_ claims: [LimitLedger.Claim], at now: Int64) { value.take(claims, at: now) }
}

/// A generator that gives the same numbers for the same seed: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
