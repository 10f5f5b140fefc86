import CallgateLanguage
import CallgatePolicy
import Testing

/// Values are looked up in a list as they are in one that is written out, mistakes included.
@Suite struct ListTypeTests {
    /// A policy of one condition over lists of several types, for a tool whose arguments are declared.
    private static func policy(_ condition: String, lists: String) -> String {
        """
        lists:
        \(lists)
        tools:
          send:
            args:
              type: object
              properties:
                text: {type: string}
                number: {type: integer}
                amount: {type: number}
                flag: {type: boolean}
                texts: {type: array, items: {type: string}}
                free: {}
        rules:
          - name: r
            tool: [send]
            when: >-
              \(condition)
            action: deny

        """
    }

    /// Lists, and the literals that they stand for.
    static let lists: [(name: String, values: String)] = [
        ("texts", "['ann', 'bob']"), ("whole", "[1, 2]"), ("doubles", "[1.5, 2.0]"), ("flags", "[true, false]"), ("nulls", "[null]"),
        ("numbers", "[1, 2.5]"), ("mixed", "['a', 1]"), ("optional", "['a', null]"), ("none", "[]"),
    ]

    static let conditions = [
        "args.text in LIST", "args.number in LIST", "args.amount in LIST", "args.flag in LIST", "args.texts in LIST", "args.free in LIST",
        "!(args.number in LIST)", "context.anything in LIST", "tool in LIST", "size(args.texts) in LIST", "1.5 in LIST", "'ann' in LIST",
        "null in LIST", "[1] in LIST", "args.texts.exists(t, t in LIST)", "args.texts.all(t, [t] in LIST)", "LIST.exists(v, v == 'ann')",
        "LIST.exists(v, v == 1)", "LIST.exists(v, v.startsWith('a'))", "LIST.exists(v, v > 1)", "LIST == ['ann']", "LIST[0] == args.number",
        "size(LIST + [1]) > 0", "size(LIST) > 2", "now in LIST", "dyn(args.number) in LIST", "args.free.inner in LIST",
    ]

    /// The messages and places of errors, the latter from the start of the line.
    private static func found(_ condition: String, _ lists: String) -> [String] {
        errors(policy(condition, lists: lists)).map { "\($0.message) \($0.column)" }
    }

    @Test(arguments: conditions) func meansWhatALiteralMeans(_ condition: String) {
        for list in Self.lists {
            let written = Self.found(condition.replacing("LIST", with: list.values), "  l: [1]")
            let named = Self.found(condition.replacing("LIST", with: "lists.l"), "  l: \(list.values)")
            #expect(written.isEmpty == named.isEmpty, "\(list.name): \(written), \(named)")
            guard condition.hasSuffix("LIST") else { continue }
            #expect(written == named, "\(list.name)")
        }
    }

    static let rejected: [Rejection] = [
        ("args.number in «lists.l»", "['ann']", "`in`"), ("args.texts in «lists.l»", "['ann']", "`in`"),
        ("args.text in «lists.l»", "[1, 2]", "`in`"), ("args.free == 1 || args.flag in «lists.l»", "['true']", "`in`"),
        ("tool in «lists.l»", "[1]", "`in`"),
    ].map { Rejection(policy($0.0, lists: "  l: \($0.1)"), $0.2) }

    @Test(arguments: rejected) func saysWhere(_ rejection: Rejection) throws {
        let found = errors(rejection.document.text)
        #expect(found.count == 1)
        #expect(found.first?.line == rejection.document.line)
        #expect(found.first?.message.contains(rejection.message) == true)
    }

    /// Of files that hold nothing but texts the type is known, were they empty now.
    @Test func knowsFiles() {
        let files: [(String, [UInt8], isRejected: Bool)] = [
            ("{file: l.txt}", Array("17\n".utf8), true), ("{file: l.txt}", [], true), ("{file: l.csv, column: 1}", Array("17\n".utf8), true),
            ("{file: l.json}", Array("[17]".utf8), false), ("{file: l.json}", Array("[\"17\"]".utf8), true),
            ("{file: l.json}", Array("[\"17\", 17]".utf8), false), ("{file: l.json}", Array("[]".utf8), false),
        ]
        for (list, bytes, isRejected) in files {
            for (condition, isWrong) in [("args.number in lists.l", true), ("args.text in lists.l", false), ("args.free in lists.l", false)] {
                let name = list.contains(".txt") ? "l.txt" : list.contains(".csv") ? "l.csv" : "l.json"
                let found = errors([Self.policy(condition, lists: "  l: \(list)")], files: [name: bytes])
                // A whole number is no text either.
                let isText = condition.contains("text") && bytes == Array("[17]".utf8)
                #expect(found.isEmpty == !(isWrong && isRejected || isText), "\(list) \(condition): \(found)")
            }
        }
    }
}
