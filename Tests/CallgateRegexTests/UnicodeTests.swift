@testable import CallgateRegex
import Testing

@testable import CallgateOracles

/// The decoded tables are what they should be, by themselves and beside RE2's.
@Suite struct UnicodeTests {
    static let categories = [
        "Cc", "Cf", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No", "Pc", "Pd", "Pe",
        "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
    ]
    static let scripts = UnicodeTables.names.filter { ($0.utf8.count > 2 && $0 != "Any") || $0 == "Yi" }

    /// What Unicode 15.0 added, by DerivedAge.txt. RE2 of 2022 has the tables of Unicode 14.0.
    static let addedIn15 = ScalarSet([
        0x0CF3...0x0CF3, 0x0ECE...0x0ECE, 0x10EFD...0x10EFF, 0x1123F...0x11241, 0x11B00...0x11B09,
        0x11F00...0x11F10, 0x11F12...0x11F3A, 0x11F3E...0x11F59, 0x1342F...0x1342F, 0x13439...0x13455,
        0x1B132...0x1B132, 0x1B155...0x1B155, 0x1D2C0...0x1D2D3, 0x1DF25...0x1DF2A, 0x1E030...0x1E06D,
        0x1E08F...0x1E08F, 0x1E4D0...0x1E4F9, 0x1F6DC...0x1F6DC, 0x1F774...0x1F776, 0x1F77B...0x1F77F,
        0x1F7D9...0x1F7D9, 0x1FA75...0x1FA77, 0x1FA87...0x1FA88, 0x1FAAD...0x1FAAF, 0x1FABB...0x1FABD,
        0x1FABF...0x1FABF, 0x1FACE...0x1FACF, 0x1FADA...0x1FADB, 0x1FAE8...0x1FAE8, 0x1FAF7...0x1FAF8,
        0x2B739...0x2B739, 0x31350...0x323AF,
    ])
    /// Scripts that Unicode 15.0 added.
    static let scriptsAddedIn15: Set<String> = ["Kawi", "Nag_Mundari"]

    @Test("No scalar has two general categories or two scripts", arguments: [categories, scripts])
    func disjoint(names: [String]) throws {
        var total = 0
        var ranges: [ClosedRange<UInt32>] = []
        for name in names {
            let set = try #require(UnicodeTables.set(named: name))
            #expect(set.isEmpty == (name == "Cs"), "\(name)")
            total += set.count
            ranges += set.ranges
        }
        #expect(ScalarSet(ranges).count == total)
    }

    @Test func everyAssignedScalarHasAScript() throws {
        // Private use has the script Unknown, which is no name.
        let assigned = try Self.categories.filter { $0 != "Co" }.flatMap { try #require(UnicodeTables.set(named: $0)).ranges }
        let scripted = try Self.scripts.flatMap { try #require(UnicodeTables.set(named: $0)).ranges }
        #expect(ScalarSet(assigned) == ScalarSet(scripted))
        // Unicode 15.0 has 149,186 characters, beside 137,468 for private use and 65 controls.
        #expect(ScalarSet(assigned).count == 149_186 + 65)
        #expect(Self.scripts.count == 163)
    }

    @Test("Ranges are sorted, apart, and of scalars only", arguments: UnicodeTables.names)
    func ranges(name: String) throws {
        let ranges = try #require(UnicodeTables.set(named: name)).ranges
        for (range, next) in zip(ranges, ranges.dropFirst()) {
            #expect(range.upperBound + 1 < next.lowerBound || range.upperBound == 0xD7FF)
        }
        #expect(ranges.allSatisfy { $0.upperBound <= 0x10FFFF && !$0.overlaps(0xD800...0xDFFF) })
        #expect(ScalarSet(ranges).complement.complement == ScalarSet(ranges))
    }

    @Test("A letter stands for the categories that start with it", arguments: ["C", "L", "M", "N", "P", "S", "Z"])
    func majors(letter: String) throws {
        let members = try Self.categories.filter { $0.hasPrefix(letter) }.flatMap {
            try #require(UnicodeTables.set(named: $0)).ranges
        }
        #expect(UnicodeTables.set(named: letter) == ScalarSet(members))
    }

    @Test func theSwiftLibraryAgreesAboutASCIIAndLatin1() throws {
        let letters = try #require(UnicodeTables.set(named: "L"))
        for value in UInt32(0)...0xFF {
            let scalar = try #require(Unicode.Scalar(value))
            #expect(letters.contains(value) == scalar.properties.isAlphabetic, "\(value)")
        }
    }

    // MARK: Beside RE2

    @Test func membersAreMembersInRE2() throws {
        var checked: [[ClosedRange<UInt32>]] = [[], []]
        for (group, names) in [Self.categories, Self.scripts].enumerated() {
            for name in names where !Self.scriptsAddedIn15.contains(name) {
                let members = Self.sampled(try #require(UnicodeTables.set(named: name)))
                let others = RE2("\\P{\(name)}")
                try #require(others.refusal == nil)
                #expect(!others.matches(Self.utf8(members)), "\(name)")
                checked[group] += members
            }
        }
        // What has no category or no script here has none in RE2 either.
        for (group, names) in [Self.categories, Self.scripts].enumerated() {
            let known = names.filter { !Self.scriptsAddedIn15.contains($0) }
            let any = RE2("[" + known.map { "\\p{\($0)}" }.joined() + "]")
            let all = try ScalarSet(names.flatMap { try #require(UnicodeTables.set(named: $0)).ranges })
            #expect(!any.matches(Self.utf8(Self.sampled(all.complement))))
            #expect(any.matches(Self.utf8(checked[group])))
        }
    }

    @Test func orbitsAreThoseOfRE2() throws {
        let links = CaseFolds.links
        #expect(links.count > 2_700)
        #expect(zip(links, links.dropFirst()).allSatisfy { $0.scalar < $1.scalar })
        let folding = ScalarSet(links.map { $0.scalar...$0.scalar })
        for link in links {
            let orbit = CaseFolds.orbit(of: link.scalar)
            #expect(orbit.contains(link.next) && orbit.count >= 2 && orbit.count <= 4)
            #expect(CaseFolds.orbit(of: link.next) == orbit)
            #expect(ScalarSet(link.scalar).caseFolded == orbit)
        }
        // One pattern for each orbit, by its first scalar.
        for link in links where CaseFolds.orbit(of: link.scalar).ranges[0].lowerBound == link.scalar {
            let orbit = CaseFolds.orbit(of: link.scalar)
            let code = String(link.scalar, radix: 16)
            #expect(!RE2("(?i)[^\\x{\(code)}]").matches(Self.utf8(orbit.ranges)), "\(code)")
        }
        // What has no orbit here has none in RE2: with case ignored, nothing of it joins its
        // complement.
        let code = folding.ranges.map { "\\x{\(String($0.lowerBound, radix: 16))}-\\x{\(String($0.upperBound, radix: 16))}" }
        let re2 = RE2("(?i)[" + code.joined() + "]")
        #expect(!re2.matches(Self.utf8(Self.sampled(folding.complement))))
    }

    /// The ranges without what is new, and of a long range only its ends and some between.
    private static func sampled(_ set: ScalarSet) -> [ClosedRange<UInt32>] {
        let old = ScalarSet(set.complement.ranges + addedIn15.ranges).complement
        return old.ranges.flatMap { range -> [ClosedRange<UInt32>] in
            guard range.count > 512 else { return [range] }
            return [range.lowerBound...(range.lowerBound + 64), (range.upperBound - 64)...range.upperBound]
                + stride(from: range.lowerBound, to: range.upperBound, by: 509).map { $0...$0 }
        }
    }

    private static func utf8(_ ranges: [ClosedRange<UInt32>]) -> [UInt8] {
        var bytes: [UInt8] = []
        for range in ranges {
            for value in range {
                if let scalar = Unicode.Scalar(value) {
                    bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                }
            }
        }
        return bytes
    }
}
