import CallgateBytecode
import CallgateMachine
import Foundation
import Testing

@testable import Callgate
@testable import CallgateCompiler
@testable import CallgatePolicy

@Suite("Lists in images")
struct ListTests {
    static func source(_ lists: String, _ conditions: [String]) -> String { "lists: {\(lists)}\n" + policy(conditions) }

    static func contents(_ text: String) throws -> ImageContents { try ImageContents(decoding: compile(text).image) }

    @Test("A list is a lookup of its own, whatever other lists and constants there are")
    func lookups() throws {
        let constants = (0..<9).map { "'\($0)'" }.joined(separator: ", ")
        let contents = try Self.contents(Self.source(
            "a: [\(constants)], b: [\(constants)], c: [1]",
            ["args.x in lists.a", "args.y in lists.b", "args.z in lists.a", "args.w in [\(constants)]"]))
        let lookups = contents.lists.map(\.lookup)
        #expect(lookups[2] == noIndex)
        #expect(contents.lookups.count == 3 && Set(lookups).count == 3)
        #expect(contents.lists.map(\.count) == [9, 9, 1])
        #expect(contents.lists.allSatisfy { $0.constant == noIndex })
    }

    @Test("Values that are repeated are counted, and stand in the lookup once")
    func repeated() throws {
        let values = Array(repeating: "a", count: 1_000).joined(separator: ", ")
        let contents = try Self.contents(Self.source("a: [\(values), 1, 1.0, -0.0, 0, true]", ["args.x in lists.a"]))
        #expect(contents.lists[0].count == 1_005)
        #expect(contents.places.filter { $0.tag != 0 }.count == 4)
        #expect(contents.places.count == 7)
    }

    @Test("Without optimisation, a list is looked up as well")
    func plain() throws {
        var text = "lists: {a: ["
        text += (0..<10_000).map { "v\($0)" }.joined(separator: ",") + "]}\n" + policy(["args.x in lists.a"])
        let document = PolicyDocumentSource(name: "p", text: text)
        for options in [CompilerOptions(optimizes: false), CompilerOptions(traces: true), CompilerOptions()] {
            var decider = Decider(try Gate(image: CompiledPolicy([document], options: options).image))
            for (value, effect) in [("v9999", Effect.deny), ("v10000", .allow)] {
                let call = Array(#"{"tool":"t","args":{"x":"\#(value)"}}"#.utf8)
                #expect(decider.report(call, at: CallTime(seconds: 0)).effect == effect)
            }
        }
    }

    @Test("More than looking up takes a list of at most 4,096 values", arguments: [-1, 0, 1])
    func constants(_ more: Int) throws {
        let count = CompilerLimits.constantList + more
        let text = Self.source("a: [\((0..<count).map { "v\($0)" }.joined(separator: ","))]", ["size(lists.a) == \(count)"])
        guard more > 0 else {
            #expect(try effect(text, #"{"tool":"t"}"#) == "deny")
            let list = try Self.contents(text).lists[0]
            #expect(list.lookup == noIndex && list.constant != noIndex)
            return
        }
        let found = try #require(refusal(text))
        #expect(found.contains("policy.yaml:7:12: error: the list `a` has 4097 values: in one of more than 4096"))
        #expect(found.contains("suggestion: value in lists.a"))
    }

    @Test("A look-up costs what its value is large")
    func costs() throws {
        func cost(_ count: Int, _ condition: String) throws -> UInt64 {
            let list = (0..<count).map { "v\($0)" }.joined(separator: ",")
            return try compile(Self.source("a: [\(list)]", [condition])).costs[0].units
        }
        let (few, many) = (try cost(10, "args.x in lists.a"), try cost(10_000, "args.x in lists.a"))
        #expect(few < 1_000 && many < few + 10)
        #expect(try cost(1_000, "lists.a.exists(v, args.x == v)") > 1_000)
    }

    @Test("Whatever is computed is found too, within the fuel that the bound says")
    func rounding() throws {
        let text = Self.source("a: [9007199254740993, x]", ["double(args.n) in lists.a"])
        let compiled = try compile(text)
        var decider = Decider(try Gate(image: compiled.image))
        let call = Array(#"{"tool":"t","args":{"n":9007199254740992}}"#.utf8)
        #expect(decider.report(call, at: CallTime(seconds: 0)).effect == .deny)
        #expect(UInt64(decider.machine.usedFuel) <= compiled.costs[0].units)
    }

    @Test("Values with one hash are an error and not a table without end")
    func collisions() throws {
        // The mixing of bits undone: whole numbers whose hashes differ in their low halves only, so that all are
        // looked for from one place, however many places there are.
        var inverse: UInt64 = 1
        for _ in 0..<6 { inverse = inverse &* (2 &- 0xD6E8_FEB8_6659_FD93 &* inverse) }
        func whole(_ hash: UInt64) -> ListValue {
            var value = hash
            for _ in 0..<2 { value = (value ^ value >> 32) &* inverse }
            let key = UInt64(PlaceKind.int.rawValue) &* 0x9E37_79B9_7F4A_7C15
            return .int(Int64(bitPattern: (value ^ value >> 32) ^ key))
        }
        let values = try ListValues((0..<257).map { whole(7 << 32 | UInt64($0)) })
        #expect(LookupHash.scalar(.int, try #require(values.bits.last)) == 7 << 32 | 256)
        #expect(throws: ListTable.Collision.self) { try ListTable(values) }
        #expect(throws: Never.self) { try ListTable(ListValues(values.values.dropLast())) }
        let gate = try Gate(image: compile(Self.source("a: [x]", ["args.x in lists.a"])).image)
        #expect(throws: ListReplacementError.collision("a")) { try gate.replacing(list: "a", with: values) }
        let numbers = values.bits.map { "\(Int64(bitPattern: $0))" }.joined(separator: ", ")
        #expect(refusal(Self.source("a: [\(numbers)]", ["args.x in lists.a"]))?.contains("have the same hash") == true)
    }

    @Test("The policy digest covers the files of lists")
    func digests() throws {
        func digest(_ file: String) throws -> [UInt8] {
            let document = PolicyDocumentSource(name: "p", text: "lists: {a: {file: a.txt}}\n" + policy(["args.x in lists.a"]))
            let compiled = try CompiledPolicy([document]) { asked throws(ListFileError) in
                PolicyDocumentSource(name: asked.path, text: file)
            }
            return try Gate(image: compiled.image).policyDigest
        }
        #expect(try digest("a") == digest("a"))
        #expect(try digest("a") != digest("b"))
        // The same values in other bytes.
        #expect(try digest("a") != digest("a\n"))
    }

    @Test("Files are read from where the document is, each once")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lists-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "deep"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "deep/p.yaml").path
        let text = "lists: {a: {file: ../a.txt}, b: {file: ../a.txt}, c: {file: \(folder.path)/c.json}}\n"
            + policy(["args.x in lists.a && args.x in lists.b && args.y in lists.c"])
        try Data(text.utf8).write(to: URL(filePath: path))
        try Data("x\n".utf8).write(to: folder.appending(path: "a.txt"))
        try Data("[1]".utf8).write(to: folder.appending(path: "c.json"))
        let documents = try PolicyDocumentSource.read([path])
        let compiled = try CompiledPolicy(documents)
        var decider = Decider(try Gate(image: compiled.image))
        #expect(decider.report(Array(#"{"tool":"t","args":{"x":"x","y":1}}"#.utf8), at: CallTime(seconds: 0)).effect == .deny)
        try FileManager.default.removeItem(at: folder.appending(path: "a.txt"))
        let failure = #expect(throws: PolicyFailure.self) { try CompiledPolicy(documents) }
        #expect(failure?.diagnostics.first?.message.contains("deep/../a.txt: No such file or directory") == true)
        // A text that is no file names none.
        let loose = PolicyDocumentSource(name: path, text: text)
        let refusal = #expect(throws: PolicyFailure.self) { try CompiledPolicy([loose]) }
        #expect(refusal?.diagnostics.first?.message.contains("the document that names it is no file itself") == true)
    }

    @Test("What can't be replaced says why")
    func replacement() throws {
        let gate = try Gate(image: compile(Self.source(
            "a: [x], b: [y], c: [z]", ["args.x in lists.a", "args.x in lists.b && size(lists.b) > 0"])).image)
        let values = try ListValues([.string("w")])
        #expect(gate.lists.map(\.name) == ["a", "b", "c"])
        #expect(gate.lists.map(\.isLookedUp) == [true, true, false])
        #expect(gate.lists.map(\.isCompiledIn) == [false, true, false])
        #expect(throws: ListReplacementError.unknown("d", known: ["a", "b", "c"])) { try gate.replacing(list: "d", with: values) }
        #expect(throws: ListReplacementError.compiledIn("b")) { try gate.replacing(list: "b", with: values) }
        #expect(try gate.replacing(list: "c", with: values).lists[2].count == 1)
        let empty = try gate.replacing(list: "a", with: ListValues())
        #expect(empty.lists[0].count == 0)
        #expect(try empty.replacing(list: "a", with: values).replacing(list: "a", with: ListValues()).image.storage.count == empty.image.storage.count)
    }

    @Test("The lists of rules about results are replaced with the others")
    func results() throws {
        let text = """
            lists: {known: [a]}
            rules:
              - {name: r, tool: t, action: deny, when: args.x in lists.known}
            results:
              - {name: s, tool: t, when: result.from in lists.known, mark: trusted}
            """
        let gate = try Gate(image: compile(text).image)
        let swapped = try gate.replacing(list: "known", with: ListValues([.string("b"), .string("c")]))
        let inner = try #require(swapped.image.results)
        #expect(inner.view.lists[0].count == 2 && swapped.image.view.lists[0].count == 2)
        #expect(inner.frame.policyDigest == swapped.policyDigest && swapped.policyDigest != gate.policyDigest)
    }

    @Test("A replaced list leaves the image unsigned")
    func signatures() throws {
        let keys = ImageSignature.makeKeys()
        let signed = try ImageSignature.sign(compile(Self.source("a: [x]", ["args.x in lists.a"])).image, privateKey: keys.privateKey)
        let image = try Gate(image: signed, requiringSignatureOf: keys.publicKey).image(replacing: "a", with: ListValues())
        #expect(throws: ImageError.unsigned) { try ImageSignature.require(keys.publicKey, of: image) }
    }
}

extension ListValues {
    /// The bits of the whole numbers.
    fileprivate var bits: [UInt64] {
        items.compactMap { item in
            if case .int(let value) = item { UInt64(bitPattern: value) } else { nil }
        }
    }
}
