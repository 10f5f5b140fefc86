import Callgate
import Testing

@Suite("Settings of records")
struct SettingsTests {
    @Test("Paths", arguments: [
        ("args", [FieldPath.Step.field("args")]), ("args.card.number", [.field("args"), .field("card"), .field("number")]),
        ("context[\"odd key\"].x", [.field("context"), .field("odd key"), .field("x")]),
        ("args.items[*].price", [.field("args"), .field("items"), .everyElement, .field("price")]),
        ("args.items[3]", [.field("args"), .field("items"), .element(3)]), ("args.`a-b`", [.field("args"), .field("a-b")]),
        ("args['é']", [.field("args"), .field("é")]),
    ])
    func paths(_ text: String, _ steps: [FieldPath.Step]) throws { #expect(try FieldPath(text).steps == steps) }

    @Test("What is no path", arguments: [
        ("", 0), ("card.number", 0), ("args.", 5), ("args..x", 5), ("args.1", 5), ("args[", 5), ("args[x]", 5), ("args[1", 6),
        ("args[\"x]", 5), ("args[\"a\\\"b\"]", 7), ("args x", 4), ("args[99999999999999999999]", 25), ("args.`x", 5),
    ])
    func noPaths(_ text: String, _ offset: Int) {
        #expect { try FieldPath(text) } throws: { ($0 as? FieldPathError)?.offset == offset }
    }

    @Test("Bytes and steps of a path: under, at and over the limits")
    func pathLimits() throws {
        for (extra, isFine) in [(-1, true), (0, true), (1, false)] {
            let long = "args." + String(repeating: "a", count: RecordLimits.pathBytes - 5 + extra)
            let deep = "args" + String(repeating: ".a", count: RecordLimits.pathSteps - 1 + extra)
            for text in [long, deep] { #expect(((try? FieldPath(text)) != nil) == isFine) }
        }
    }

    @Test("Numbers: under, at and over the limits")
    func numbers() throws {
        func works(_ make: () throws -> RecordSettings) -> Bool { (try? make()) != nil }
        for (range, make) in [
            (RecordLimits.checkpointEntries, { try RecordSettings(checkpointEntries: $0) }),
            (RecordLimits.checkpointSeconds, { try RecordSettings(checkpointSeconds: $0) }),
            (RecordLimits.queueEntries, { try RecordSettings(queueEntries: $0) }),
            (RecordLimits.queueBytes, { try RecordSettings(queueBytes: $0) }),
        ] as [(ClosedRange<Int>, (Int) throws -> RecordSettings)] {
            for (value, isFine) in [
                (range.lowerBound - 1, false), (range.lowerBound, true), (range.lowerBound + 1, true),
                (range.upperBound - 1, true), (range.upperBound, true), (range.upperBound + 1, false),
            ] { #expect(works { try make(value) } == isFine, "\(value)") }
        }
        for (count, isFine) in [(RecordLimits.paths - 1, true), (RecordLimits.paths, true), (RecordLimits.paths + 1, false)] {
            let paths = try (0..<count).map { try FieldPath("args.f\($0)") }
            #expect(works { try RecordSettings(redact: paths) } == isFine)
            #expect(works { try RecordSettings(args: .fields(paths)) } == isFine)
        }
    }

    @Test("A field in the wrong list")
    func wrongList() throws {
        let path = try FieldPath("context.x")
        #expect { try RecordSettings(args: .fields([path])) } throws: { "\($0)" == "args: `context.x` is no field of args" }
    }

    @Test("A key that is none")
    func key() { #expect(throws: RecordSettingsError.self) { try CheckpointSigner(privateKey: [1, 2, 3]) } }
}
