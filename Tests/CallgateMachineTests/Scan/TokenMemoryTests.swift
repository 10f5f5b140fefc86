import CJSONBlocks
import Callgate
import CallgateMachine
import CallgatePolicy
import Foundation
import Testing

@Suite("The scan reads nothing outside of the text, and writes nothing outside of its room")
struct TokenMemoryTests {
    private static let longest = 330

    /// Texts in which tokens, strings, escapes and characters of several bytes go on to the end, at
    /// every length.
    private static let texts: [[UInt8]] = repeated.map { repeating($0, after: "") } + [
        // The string opens once, and all that follows is in it.
        repeating("a", after: "\""), repeating("😀", after: "\""), repeating("\\ud83d", after: "\""),
    ]

    private static let repeated = [
        "{\"tool\": \"t\", \"args\": {\"list\": [1, 2.5e3, -0, true, null, \"é\\n\"]}, \"x\": {}}   ",
        "[", "\"\"", "a", "\"", "\"aaaa", " ", "1,", "\\", "\"\\", "\"\\\"", "\"\\u00e9\\ud83d\\ude00", "é", "\"日", "\"a😀",
    ]

    private static func repeating(_ piece: String, after start: String) -> [UInt8] {
        Array((start + String(repeating: piece, count: longest)).utf8.prefix(longest))
    }

    private static func read(
        _ text: UnsafeRawBufferPointer, _ path: callgate_blocks_path, _ offsets: UnsafeMutablePointer<UInt32>,
        _ bytes: UnsafeMutablePointer<UInt8>
    ) -> callgate_blocks {
        callgate_blocks_read(
            text.baseAddress!.assumingMemoryBound(to: UInt8.self), text.count, path, offsets, bytes)
    }

    /// In a process of its own, which a byte out of bounds ends.
    @Test("Texts between pages that can't be read: every length, on every path")
    func reading() async {
        await #expect(processExitsWith: .success) {
            let memory = GuardedMemory(capacity: Self.longest)
            var offsets = [UInt32](repeating: 0, count: Self.longest + 80)
            var bytes = [UInt8](repeating: 0, count: Self.longest + 80)
            for path in TokenTests.paths {
                for text in Self.texts {
                    for length in 0...text.count {
                        let part = Array(text[..<length])
                        let model = TokenModel(part)
                        for place in [memory.atEnd(part), memory.atStart(part)] {
                            let found = Self.read(place, path, &offsets, &bytes)
                            #expect((found.bad != 0) == model.isBad, "\(path), \(length) bytes of \(text)")
                            if !model.isBad { #expect(offsets[...found.count].map(Int.init) == model.tokens) }
                        }
                    }
                }
            }
        }
    }

    /// What no offset and no byte of a token is.
    private static let canaries: (offset: UInt32, byte: UInt8) = (0xDEAD_BEEF, 0xA5)
    /// Places on each side of the room.
    private static let margin = 64

    @Test("Room for tokens, and on both sides what must not be touched: every length, on every path", arguments: TokenTests.paths.map(\.rawValue))
    func writing(_ path: UInt8) {
        let path = callgate_blocks_path(rawValue: path)
        for text in Self.texts {
            for length in 0...text.count {
                let room = length + 80
                var offsets = [UInt32](repeating: Self.canaries.offset, count: room + 2 * Self.margin)
                var bytes = [UInt8](repeating: Self.canaries.byte, count: room + 2 * Self.margin)
                let found = text.withUnsafeBytes { text in
                    offsets.withUnsafeMutableBufferPointer { offsets in
                        bytes.withUnsafeMutableBufferPointer { bytes in
                            Self.read(
                                UnsafeRawBufferPointer(rebasing: text[..<length]), path,
                                offsets.baseAddress! + Self.margin, bytes.baseAddress! + Self.margin)
                        }
                    }
                }
                #expect(found.count <= length)
                let outside = [0..<Self.margin, Self.margin + room..<room + 2 * Self.margin]
                #expect(outside.allSatisfy { offsets[$0].allSatisfy { $0 == Self.canaries.offset } }, "\(length) bytes of \(text)")
                #expect(outside.allSatisfy { bytes[$0].allSatisfy { $0 == Self.canaries.byte } }, "\(length) bytes of \(text)")
            }
        }
    }

    private static func gate() throws -> Gate {
        let policy = """
            rules:
              - {name: text, tool: t, action: deny, when: 'args.s.contains("needle") || args.s.matches("^a+b$") || args.s in ["a", "b", "c", "d", "e", "f", "g", "h"]'}
              - {name: number, tool: t, action: deny, when: args.n > 1.5}
              - {name: whole, tool: t, action: review, when: 'size(args) > 3 && args.l.exists(i, i == 1)'}
            """
        return try Gate(image: CompiledPolicy([PolicyDocumentSource(name: "p.yaml", bytes: Array(policy.utf8))]).image)
    }

    @Test("Whole decisions on texts between such pages, cut off anywhere, are those on other memory")
    func deciding() async {
        await #expect(processExitsWith: .success) {
            let gate = try Self.gate()
            let call = Array(#"{"tool":"t","args":{"s":"a long text with the end of a needl","n":1.25e0,"l":[1,"é\u00e9",{"x":null}],"other":"\ud83d\ude00 \n"},"n":12345678901234567890}"#.utf8)
            let memory = GuardedMemory(capacity: call.count)
            for path in ScanPath.allCases where path.isAvailable {
                var decider = Decider(gate, scan: path)
                for length in 0...call.count {
                    let part = Array(call[..<length])
                    let wanted = part.withUnsafeBytes { decider.decide($0, at: CallTime(seconds: 0)) }
                    for place in [memory.atEnd(part), memory.atStart(part)] {
                        let found = decider.decide(place, at: CallTime(seconds: 0))
                        #expect(found.effect == wanted.effect && found.reason == wanted.reason, "\(path), \(length) bytes")
                        #expect(found.malformed.kind == wanted.malformed.kind && found.malformed.offset == wanted.malformed.offset)
                    }
                }
            }
        }
    }
}
