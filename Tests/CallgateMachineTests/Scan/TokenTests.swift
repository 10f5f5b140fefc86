import CJSONBlocks
import CallgateMachine
import CallgateOracles
import Testing

@Suite("Every path of the scan finds the same tokens, those of a reading byte by byte")
struct TokenTests {
    static let paths: [callgate_blocks_path] = [
        callgate_blocks_sse2, callgate_blocks_avx2, callgate_blocks_avx512, callgate_blocks_neon,
    ].filter { callgate_blocks_has_path($0) != 0 }

    /// Pieces that matter to where strings end and what is in them.
    private static let pieces: [[UInt8]] =
        [
            "\"", "\"", "\\", "\\\"", "\\\\", "{", "}", "[", "]", ":", ",", " ", "\n", "\t", "\r", "\u{1}", "\u{1A}", "\u{C}",
            "1", "true", "x", "\\u0041", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u12", "\\x", "é", "日", "😀", "\u{7F}",
            "plain text that is long enough to cross from one block to the next one",
        ].map { Array($0.utf8) }
        + [[0xC3], [0xA9], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xC0, 0x80], [0xF5], [0xFF], [0xE0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private func read(_ text: [UInt8], _ path: callgate_blocks_path, at shift: Int = 0) -> TokenModel {
        // Quotes around the text: one that was taken for a part of it would change its tokens.
        let around = [UInt8](repeating: 0x22, count: 64)
        let memory = around[..<shift] + text + around
        var offsets = [UInt32](repeating: 0, count: text.count + 80)
        var bytes = [UInt8](repeating: 0, count: text.count + 80)
        let blocks = memory.withUnsafeBufferPointer {
            callgate_blocks_read($0.baseAddress! + shift, text.count, path, &offsets, &bytes)
        }
        #expect(offsets[0...blocks.count].map { ($0 < text.count ? text[Int($0)] : 0) } == Array(bytes[0...blocks.count]))
        return TokenModel(
            tokens: offsets[0...blocks.count].map(Int.init), isBad: blocks.bad != 0,
            hasBackslash: blocks.backslashes != 0)
    }

    /// Where a text is bad, only that is said for sure.
    private func check(_ text: [UInt8], at shift: Int = 0) {
        let model = TokenModel(text)
        for path in Self.paths {
            let found = read(text, path, at: shift)
            #expect(found.isBad == model.isBad, "\(path) \(text)")
            if !model.isBad { #expect(found == model, "\(path) \(text)") }
        }
    }

    @Test("Texts of pieces", arguments: UInt64(1)...8)
    func generated(seed: UInt64) {
        var entropy = Entropy(seed: seed)
        for _ in 0..<4_000 {
            var text: [UInt8] = []
            let rare = entropy.below(12)
            for _ in 0..<entropy.below(40) {
                text += Self.pieces[entropy.below(rare == 0 ? Self.pieces.count : Self.pieces.count - 10)]
            }
            check(text, at: entropy.below(64))
        }
    }

    @Test("Strings whose characters, escapes and ends lie anywhere in a block")
    func borders() {
        for piece in ["é", "日本", "😀", "\\n", "\\\\", "\\\"", "\\ud83d\\ude00", "\\\\\\\\\\\\", "", "\n"] {
            for length in 0..<140 {
                let filler = String(repeating: "a", count: length)
                check(Array("{\"\(filler)\(piece)\": \"\(piece)\", \"k\": [1,2 , true]}".utf8))
                check(Array("[\"\(filler)\(piece)".utf8))
            }
        }
    }

    @Test("UTF-8: every first byte with every second one, and each place of a wrong third and fourth")
    func utf8() {
        for first in UInt8(0x80)...0xFF {
            for second in UInt8(0x00)...0xFF where second >= 0x80 || second % 16 == 1 {
                for tail: [UInt8] in [[], [0x80], [0x80, 0x80], [0xBF, 0x41], [0x41], [0x80, 0x80, 0x80]] {
                    let filler = [UInt8](repeating: 0x61, count: 60 + Int(first ^ second) % 6)
                    check([0x22] + filler + [first, second] + tail + [0x22])
                }
            }
        }
    }

    @Test("Every length up to three blocks")
    func lengths() {
        let text = Array("{\"tool\": \"t\", \"args\": {\"list\": [1, 2.5e3, -0, true, null, \"é\\n\"]}, \"x\": {}}   ".utf8)
        for length in 0...(2 * text.count) { check(Array((text + text)[0..<length])) }
    }

    @Test("A path that the processor lacks is not offered")
    func available() {
        #expect(ScanPath.portable.isAvailable)
        #expect(ScanPath.best.isAvailable)
        #expect(!(ScanPath.neon.isAvailable && ScanPath.sse2.isAvailable))
        #expect(Self.paths.count == ScanPath.allCases.filter(\.isAvailable).count - 1)
    }
}
