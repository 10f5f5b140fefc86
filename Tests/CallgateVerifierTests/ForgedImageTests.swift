import Callgate
import CallgateBytecode
import CallgateMachine
import CallgateVerifier
import Testing

@testable import CallgateOracles

@Suite("A flipped bit under a checksum that fits is refused, or runs within its bounds")
struct ForgedImageTests {
    /// Debug builds check in the machine what the verifier has promised, and end the process where
    /// it does not hold.
    @Test func flippedBits() throws {
        var image = SampleImage.smallBytes
        var limits = MachineLimits()
        limits.arenaBytes = 1 << 16
        limits.fuel = 20_000
        let programs = SampleImage.smallRange(of: .programs)
        var accepted = 0
        for byte in image.indices {
            // One bit of each byte, another one in the next.
            image[byte] ^= 1 << UInt8(byte % 8)
            if programs.contains(byte) { SampleImage.repeatPrograms(in: &image) }
            ImageSeal.refreshChecksum(&image)
            if let verified = try? Verifier.verify(image) {
                accepted += 1
                var machine = Machine(verified, limits: limits)
                for call in SampleImage.calls {
                    _ = call.withUnsafeBytes { machine.decide($0, at: CallTime(seconds: 0)) }
                    for rule in 0..<verified.view.rules.count
                    where verified.view.details(of: verified.view.rules[rule]).messageProgram != noIndex {
                        _ = call.withUnsafeBytes {
                            machine.show(rule: rule, $0, at: CallTime(seconds: 0))
                        }
                    }
                }
            }
            image[byte] ^= 1 << UInt8(byte % 8)
            if programs.contains(byte) { SampleImage.repeatPrograms(in: &image) }
        }
        // Text, counts and keys may well change; that some do shows that machines really ran.
        #expect(accepted > 50)
    }
}
