import CallgateBytecode
import CallgateOracles
import CallgatePolicy
import Testing

@testable import Callgate

@Suite("Keys of limits are hashed under a secret")
struct LimitSecretTests {
    /// The key 00 01 … 0f.
    private let secret = LimitSecret(first: 0x0706_0504_0302_0100, second: 0x0F0E_0D0C_0B0A_0908)

    /// Of the bytes 00 01 …, as many as the first number says. The one of 15 is in the paper's appendix A, the others are
    /// as OpenSSL 3 computes them.
    @Test("SipHash-2-4 is as published", arguments: [
        (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD), (2, 0x0D6C_8009_D9A9_4F5A), (3, 0x8567_6696_D7FB_7E2D),
        (7, 0xAB02_00F5_8B01_D137), (8, 0x93F5_F579_9A93_2462), (9, 0x9E00_82DF_0BA9_E4B0), (15, 0xA129_CA61_49BE_45E5),
        (16, 0x3F2A_CC7F_57C2_9BDB), (63, 0x958A_324C_EB06_4572),
    ] as [(Int, UInt64)])
    func vectors(_ count: Int, _ hash: UInt64) {
        let bytes = (0..<count).map { UInt8($0) }
        #expect(bytes.withUnsafeBytes { secret.hash($0) } == hash)
    }

    /// The key of the amount that a call has left in a store.
    private func key(_ store: MemoryRecordStore) throws -> UInt64 {
        let policy = "rules: [{name: rate, tool: pay, action: deny, limit: {max: 9, per: 1h}}, {name: all, tool: pay, action: allow}]"
        let policyGuard = try Guard(PolicySource.text(policy).gate(), records: RecordWriter(store), clock: ManualClock(now: 1))
        #expect(policyGuard.check(GuardedCall(Array(#"{"tool":"pay"}"#.utf8))).isAllowed)
        try policyGuard.close()
        let kept = try store.loadState(at: 0)
        #expect(kept.contents.amounts.count == 1)
        let text = Array("rate\u{0}\u{0}".utf8)
        #expect(text.withUnsafeBytes { kept.secret?.hash($0) } == kept.contents.amounts.first?.key)
        return kept.contents.amounts.first?.key ?? 0
    }

    /// A file that was written by another version must be found again by the same bytes.
    @Test("A key is the rule's name, and its values behind their kinds, the lowest byte of numbers first")
    func bytes() throws {
        let store = MemoryRecordStore()
        let policy = """
            rules:
              - {name: rate, tool: pay, action: deny, limit: {max: 9, per: 1h, key: [args.who, args.floor], sum: args.amount}}
              - {name: all, tool: pay, action: allow}
            """
        let policyGuard = try Guard(PolicySource.text(policy).gate(), records: RecordWriter(store), clock: ManualClock(now: 1))
        #expect(policyGuard.check(GuardedCall(Array(#"{"tool":"pay","args":{"who":"ann","floor":258,"amount":2}}"#.utf8))).isAllowed)
        try policyGuard.close()
        let kept = try store.loadState(at: 0)
        let key: [UInt8] =
            Array("rate".utf8) + [0, 1, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0] + Array("ann".utf8)
            + [UInt8(PlaceKind.int.rawValue), 2, 1, 0, 0, 0, 0, 0, 0]
        #expect(key.withUnsafeBytes { kept.secret?.hash($0) } == kept.contents.amounts.first?.key)
    }

    @Test("Each store has a secret of its own, and keeps it")
    func secrets() throws {
        let (one, other) = (MemoryRecordStore(), MemoryRecordStore())
        let (first, second) = (try key(one), try key(other))
        #expect(first != second)
        #expect(try key(one) == first)
        #expect("\(try one.loadState(at: 0).secret ?? secret)" == "LimitSecret")
    }

    @Test("No guard is made where the secret of what was counted is gone, or is not kept")
    func lost() throws {
        let store = MemoryRecordStore()
        _ = try key(store)
        var kept = try store.loadState(at: 0)
        kept.secret = nil
        try store.replaceState(with: kept)
        #expect(throws: GuardFailure.self) { try key(store) }
        let forgetful = FaultyStore()
        forgetful.forgetSecrets()
        #expect(throws: GuardFailure.self) {
            try Guard(PolicySource.text("rules: [{name: all, tool: pay, action: allow}]").gate(), records: RecordWriter(forgetful))
        }
    }
}
