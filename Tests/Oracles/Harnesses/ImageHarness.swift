import CallgateBytecode
import CallgateMachine
import CallgateVerifier

enum ImageHarness {
    static func decode(_ input: [UInt8]) throws {
        var image = input
        // With a checksum that fits, what lies behind it is reached.
        if image.count > ImageFormat.headerSize, image[0] & 1 == 1 {
            image.replaceSubrange(0..<8, with: ImageFormat.magic)
            ImageSeal.refreshChecksum(&image)
        }
        for bytes in [image, patched(input)] {
            guard let contents = try? ImageContents(decoding: bytes) else { continue }
            guard contents.encoded() == bytes else { throw OracleFailure("encodes differently") }
        }
    }

    static func verify(_ input: [UInt8]) throws {
        let image = patched(input)
        let first = Result { () throws -> Int in try Verifier.verify(image).view.code.count }
        let second = Result { () throws -> Int in try Verifier.verify(image).view.code.count }
        guard "\(first)" == "\(second)" else { throw OracleFailure("\(first), then \(second)") }
    }

    static func safe(_ input: [UInt8]) throws {
        guard let verified = try? Verifier.verify(patched(input)) else { return }
        var limits = MachineLimits()
        limits.arenaBytes = 1 << 16
        limits.fuel = 20_000
        var machine = Machine(verified, limits: limits)
        for call in SampleImage.calls {
            call.withUnsafeBytes { text in
                _ = machine.decide(text, at: CallTime(seconds: 0))
                for rule in 0..<verified.view.rules.count
                where verified.view.details(of: verified.view.rules[rule]).messageProgram != noIndex {
                    _ = machine.show(rule: rule, text, at: CallTime(seconds: 0))
                }
            }
        }
    }

    /// The small sample with bytes changed, its checksum made to fit, and what tools repeat of their programs, where
    /// no tool is changed: each four bytes of the input are a place, a way to change it and a value.
    private static func patched(_ input: [UInt8]) -> [UInt8] {
        var image = SampleImage.smallBytes
        let tools = SampleImage.smallRange(of: .tools)
        var changesTools = false
        for index in stride(from: 0, to: min(input.count, 64) - 3, by: 4) {
            let place = (Int(input[index]) | Int(input[index + 1]) << 8) % image.count
            changesTools = changesTools || tools.contains(place)
            switch input[index + 2] % 3 {
            case 0: image[place] ^= 1 << (input[index + 3] % 8)
            case 1: image[place] = input[index + 3]
            default: image[place] &+= input[index + 3]
            }
        }
        if !changesTools { SampleImage.repeatPrograms(in: &image) }
        ImageSeal.refreshChecksum(&image)
        return image
    }
}
