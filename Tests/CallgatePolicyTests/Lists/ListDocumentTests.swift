import CallgateLanguage
import CallgatePolicy
import Testing

/// The key `lists` and what stands under it.
@Suite struct ListDocumentTests {
    @Test func takesValuesAsJSONHasThem() throws {
        let policy = try load(listing(
            #"  a: [x@y.invalid, "1", 1, -2, 2.5, 1e2, true, false, null, "", 'no', "a\nb"]"# + "\n  b: []\n  c:\n    - x"))
        #expect(policy.lists.map(\.name) == ["a", "b", "c"])
        #expect(shown(policy.lists[0].values) == "'x@y.invalid' '1' 1 -2 2.5 100.0 true false null '' 'no' 'a\nb'")
        #expect(policy.lists[1].values.count == 0)
        #expect(shown(policy.lists[2].values) == "'x'")
    }

    @Test func takesFiles() throws {
        let lines = """
              t: {file: a.txt}
              u: {file: A.TXT}
              v: {file: plain, format: text}
              w: {file: a.csv, column: mail}
              x: {file: a.csv, column: 1}
              y: {file: a.json}
              z: {file: /else/a.txt, format: json}
            """
        let csv = Array("name,mail\nann,a@b\n".utf8)
        let policy = try load([listing(lines)], files: [
            "a.txt": Array("t".utf8), "A.TXT": Array("u".utf8), "plain": Array("v".utf8), "a.csv": csv,
            "a.json": Array("[1]".utf8), "/else/a.txt": Array("[2]".utf8),
        ])
        #expect(policy.lists.map { shown($0.values) } == ["'t'", "'u'", "'v'", "'a@b'", "'name' 'ann'", "1", "2"])
    }

    @Test func areSeenFromEveryDocument() throws {
        let rule = "rules:\n  - {name: r, tool: t, action: deny, when: args.x in lists.late}\n"
        let policy = try load([rule, "lists: {early: [1]}\n", "lists: {late: [2]}\n"], files: [:])
        #expect(policy.lists.map(\.name) == ["early", "late"])
    }

    @Test func areSeenByMessagesAndResults() throws {
        let text = """
            lists: {known: [a]}
            rules:
              - {name: r, tool: t, action: deny, message: "{args.x in lists.known}"}
            results:
              - {name: s, tool: t, when: result.from in lists.known, mark: trusted}
            """
        #expect(try load(text).results.count == 1)
    }

    @Test func knowsTheFilesOfEachDocument() throws {
        var asked: [ListFile] = []
        let documents = ["lists: {a: {file: x.txt}}\n", listing("  b: {file: y.txt}\n  c: {file: x.txt}")]
            .map { PolicyDocumentSource(name: "d", text: $0) }
        _ = try loadPolicy(documents) { file throws(ListFileError) in
            asked.append(file)
            return PolicyDocumentSource(name: file.path, bytes: [])
        }
        #expect(asked == [
            ListFile(path: "x.txt", document: 0), ListFile(path: "y.txt", document: 1), ListFile(path: "x.txt", document: 1),
        ])
    }

    @Test func readsNoFilesByItself() {
        let found = errors(listing("  a: {file: x.txt}"))
        #expect(found.map(\.message) == ["the file `x.txt` can't be read: no files are read here"])
    }

    struct Mistake: CustomTestStringConvertible {
        var lines: String
        var line: Int
        var column: Int
        var message: String
        var suggestion: String?

        init(_ lines: String, _ line: Int, _ column: Int, _ message: String, _ suggestion: String? = nil) {
            (self.lines, self.line, self.column, self.message, self.suggestion) = (lines, line, column, message, suggestion)
        }

        var testDescription: String { lines }
    }

    static let mistakes: [Mistake] = [
        Mistake("  1a: [x]", 2, 3, "`1a` can't be the name of a list"),
        Mistake("  a-b: [x]", 2, 3, "`a-b` can't be the name of a list"),
        Mistake("  in: [x]", 2, 3, "`in` can't be the name of a list"),
        Mistake("  while: [x]", 2, 3, "`while` can't be the name of a list"),
        Mistake("  [a]: [x]", 2, 3, "the name of a list is a word, but this is a list"),
        Mistake("  a: [x]\n  b: [y]\n  a: [z]", 4, 3, "two lists are called `a`"),
        Mistake("  a: x", 2, 6, "a list is a sequence of values, or says which file has them, but this is the text `x`"),
        Mistake("  a:", 2, 3, "the list `a` is empty"),
        Mistake("  a: [[x]]", 2, 7, "a list holds texts, numbers, truth values and nulls, but this is a list"),
        Mistake("  a: [{x: 1}]", 2, 7, "a list holds texts, numbers, truth values and nulls, but this is a mapping"),
        Mistake("  a: [x, yes]", 2, 10, "written as in JSON, but YAML takes this for the truth value `yes`", "\"yes\""),
        Mistake("  a: [0x1F]", 2, 7, "written as in JSON, but YAML takes this for the number `0x1F`", "\"0x1F\""),
        Mistake("  a: [1_000]", 2, 7, "YAML takes this for the number `1_000`", "\"1_000\""),
        Mistake("  a: [012]", 2, 7, "YAML takes this for the number `012`", "\"012\""),
        Mistake("  a: [.inf]", 2, 7, "YAML takes this for the number `.inf`", "\".inf\""),
        Mistake("  a: [2001-12-14]", 2, 7, "YAML takes this for the date `2001-12-14`", "\"2001-12-14\""),
        Mistake("  a: [~]", 2, 7, "YAML takes this for", "\"~\""),
        Mistake("  a:\n    -\n    - x", 3, 6, "a value of a list is empty"),
        Mistake("  a: [9223372036854775808]", 2, 7, "a number of a list is a whole number of 64 bits"),
        Mistake("  a: [1e16]", 2, 7, "a number of a list is a whole number of 64 bits"),
        Mistake("  a: [-1e400]", 2, 7, "a number of a list is a whole number of 64 bits"),
        Mistake("  a: {}", 2, 6, "a list has no `file`"),
        Mistake("  a: {column: 1}", 2, 6, "a list has no `file`"),
        Mistake("  a: {path: x.txt}", 2, 7, "a list has no key `path`", "file"),
        Mistake("  a: {file: x.txt, file: y.txt}", 2, 20, "`file` is given twice"),
        Mistake("  a: {file: [x]}", 2, 13, "`file` is a text, but this is a list"),
        Mistake("  a: {file: ''}", 2, 13, "`file` is empty"),
        Mistake("  a: {file: x.dat}", 2, 13, "does not end with `.txt`, `.csv` or `.json`", "format: text"),
        Mistake("  a: {file: x.txt, format: xml}", 2, 28, "`format` is one of `text`, `csv`, `json`"),
        Mistake("  a: {file: x.csv}", 2, 13, "a list out of a CSV file says which `column` has its values", "column: 1"),
        Mistake("  a: {file: x.csv, column: 0}", 2, 28, "`column` is 1 to 65536"),
        Mistake("  a: {file: x.csv, column: 1.5}", 2, 28, "`column` is a whole number"),
        Mistake("  a: {file: x.csv, column: [mail]}", 2, 28, "`column` is a text, but this is a list"),
        Mistake("  a: {file: x.txt, column: mail}", 2, 20, "`column` is for files of format `csv`, this is `text`"),
        Mistake("  a: {file: x.json, column: 1}", 2, 21, "`column` is for files of format `csv`, this is `json`"),
        Mistake("  a: {file: none.txt}", 2, 13, "the file `none.txt` can't be read: dir/none.txt: there is none"),
    ]

    @Test(arguments: mistakes) func refuses(_ mistake: Mistake) throws {
        let found = errors([listing(mistake.lines)], files: ["x.txt": [], "x.json": Array("[]".utf8), "x.csv": []])
        let error = try #require(found.first { $0.message.contains(mistake.message) }, "\(found)")
        #expect(error.file == "0.yaml")
        #expect([error.line, error.column] == [mistake.line, mistake.column])
        #expect(mistake.suggestion == nil || error.suggestion == mistake.suggestion)
    }

    @Test(arguments: [("lists: [a]\n", "`lists` is a mapping from names to lists, but this is a list"), ("lists:\n", "`lists` is empty")])
    func refusesOtherThanAMapping(_ text: String, _ message: String) {
        let found = errors(text + "rules:\n  - {name: r, tool: t, action: deny}\n")
        #expect(found.map(\.message) == [message])
        #expect(found[0].line == 1)
    }

    @Test func namesBothPlacesOfANameGivenTwice() throws {
        let found = errors(["lists: {a: [1]}\n", listing("  a: [1]")], files: [:])
        #expect(found.map(\.message) == ["two lists are called `a`"])
        #expect(found[0].file == "1.yaml" && found[0].line == 2)
        #expect(found[0].notes == ["the other is at 0.yaml:1:9"])
    }

    @Test func findsTheListThatIsMeant() throws {
        let found = errors(listing("  opted_out: [a]\n  other: [b]", when: "args.x in lists.opted_uot"))
        #expect(found.map(\.message) == ["`lists.opted_uot` is not declared"])
        #expect(found[0].suggestion == "lists.opted_out")
        #expect(errors(listing("  a: [b]", when: "args.x in lists")).map(\.message) == ["`lists` is not declared"])
        #expect(errors(listing("  a: [b]", when: "has(lists.a)"))[0].message.contains("`lists.a` is the name of a variable"))
    }

    @Test func blamesNoConditionForAListThatIsWrong() {
        let rule = "rules:\n  - {name: r, tool: t, action: deny, when: args.x in lists.a}\n"
        #expect(errors([rule, "lists: {a: ["], files: [:]).map(\.file) == ["1.yaml"])
        #expect(errors([rule, "lists: {a: {file: a.txt}}"], files: [:]).map(\.file) == ["1.yaml"])
    }

    @Test func wantsTheKeyWithoutEscapes() {
        let found = errors("\"l\\u0069sts\": {a: [1]}\nrules:\n  - {name: r, tool: t, action: deny}\n")
        #expect(found.map(\.message) == ["`lists` is written without escapes"])
    }
}
