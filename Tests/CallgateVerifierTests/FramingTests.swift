import CallgateBytecode
import CallgateVerifier
import Testing

@testable import CallgateOracles

@Suite("Corrupt, truncated, older and newer images get an error that says what is wrong")
struct FramingTests {
    private func failure(_ image: [UInt8]) -> ImageError? {
        do {
            _ = try Verifier.verify(image)
            return nil
        } catch {
            return error
        }
    }

    /// The sample with bytes replaced and the checksum made to fit.
    private func sealed(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var image = SampleImage.bytes
        change(&image)
        ImageSeal.refreshChecksum(&image)
        return image
    }

    @Test func empty() { #expect(failure([]) == .notAnImage) }

    @Test func text() { #expect(failure(Array("rules: []\n".utf8)) == .notAnImage) }

    @Test("A prefix of any length is refused")
    func truncated() {
        for count in stride(from: 0, to: SampleImage.bytes.count, by: 7) {
            let error = failure(Array(SampleImage.bytes[..<count]))
            switch error {
            case .notAnImage: #expect(count < 8)
            case .truncated(let bytes, _): #expect(bytes == count)
            default: Issue.record("\(count) bytes: \(String(describing: error))")
            }
        }
    }

    @Test func trailingBytes() {
        let count = SampleImage.bytes.count
        #expect(failure(SampleImage.bytes + [0]) == .trailingBytes(bytes: count + 1, expected: count))
    }

    @Test func newerMajorVersion() {
        #expect(failure(sealed { $0[8] = 2 }) == .version(major: 2, minor: 0))
        #expect("\(ImageError.version(major: 2, minor: 0))".contains("update the engine"))
    }

    @Test func newerMinorVersion() {
        #expect(failure(sealed { $0[10] = 1 }) == .version(major: 1, minor: 1))
    }

    @Test func olderMajorVersion() {
        #expect(failure(sealed { $0[8] = 0 }) == .version(major: 0, minor: 0))
        #expect(!"\(ImageError.version(major: 0, minor: 0))".contains("update the engine"))
    }

    @Test func wrongChecksum() {
        var image = SampleImage.bytes
        image[24] ^= 1
        guard case .checksum? = failure(image) else {
            Issue.record("\(String(describing: failure(image)))")
            return
        }
    }

    @Test func sectionCount() { #expect(failure(sealed { $0[12] = 17 }) == .sectionCount(17)) }

    @Test("A length past the limit is refused before it is believed")
    func tooLarge() {
        let image = sealed { $0[22] = 1 }
        #expect(failure(image) == .tooLarge(bytes: SampleImage.bytes.count + 1 << 48))
    }

    @Test("Sections in another order, place or size are refused", arguments: [64, 68, 72, 76, 84, 88])
    func sections(_ offset: Int) {
        guard case .section? = failure(sealed { $0[offset] ^= 0x10 }) else {
            Issue.record("accepted, or another error")
            return
        }
    }

    @Test("V1: an image without a policy is refused")
    func policies() throws {
        let size = MemoryLayout<PolicyRecord>.size
        let room = ImageFormat.aligned(size)
        let image = sealed { image in
            // The policy's record goes, and every later section moves up by its room.
            image.removeSubrange(ImageFormat.sectionsStart..<ImageFormat.sectionsStart + room)
            Self.subtract(room, from: &image, at: 16)
            for section in ImageSection.allCases {
                let record = ImageFormat.headerSize + (Int(section.rawValue) - 1) * ImageFormat.sectionRecordSize
                if section == .policy {
                    Self.subtract(1, from: &image, at: record + 4)
                    Self.subtract(size, from: &image, at: record + 12)
                } else {
                    Self.subtract(room, from: &image, at: record + 8)
                }
            }
        }
        #expect(failure(image) == .verification(rule: 1, reason: "0 policies, not one"))
    }

    /// Takes from a 32-bit number of the image.
    private static func subtract(_ amount: Int, from image: inout [UInt8], at offset: Int) {
        var value = (0..<4).reduce(0) { $0 | Int(image[offset + $1]) << ($1 * 8) }
        value -= amount
        for index in 0..<4 { image[offset + index] = UInt8(truncatingIfNeeded: value >> (index * 8)) }
    }

    @Test("Every single flipped bit is refused")
    func flippedBits() {
        var image = SampleImage.smallBytes
        var refused = 0
        for byte in image.indices {
            for bit in 0..<8 {
                image[byte] ^= 1 << UInt8(bit)
                if failure(image) != nil { refused += 1 } else { Issue.record("bit \(bit) of byte \(byte)") }
                image[byte] ^= 1 << UInt8(bit)
            }
        }
        #expect(refused == image.count * 8)
        #expect(failure(image) == nil)
    }
}
