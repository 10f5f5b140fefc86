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
        #expect(secret.hash((0..<count).map { UInt8($0) }) == hash)
    }

    @Test("Two secrets give two hashes, and each guard has its own")
    func secrets() {
        let other = LimitSecret(first: secret.first ^ 1, second: secret.second)
        #expect(secret.hash([1, 2, 3]) != other.hash([1, 2, 3]))
        #expect(LimitSecret.random() != LimitSecret.random())
    }
}
