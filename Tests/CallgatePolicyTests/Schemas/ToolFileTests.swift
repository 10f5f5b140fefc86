import CallgatePolicy
import Testing

/// Files of tools, in the forms that servers and exporters write.
@Suite struct ToolFileTests {
    static let schema = #"{"type": "object", "properties": {"amount": {"type": "integer"}}, "required": ["amount"]}"#
    static let right = "rules:\n  - {name: r, tool: pay, when: args.amount > 5, action: deny}\n"
    static let wrong = "rules:\n  - {name: r, tool: pay, when: args.amout > 5, action: deny}\n"

    /// Each says the same of `pay`.
    static let forms: [String] = [
        #"[{"name": "pay", "description": "Pays", "inputSchema": \#(schema)}]"#,
        #"{"tools": [{"name": "pay", "title": "Pay", "inputSchema": \#(schema), "annotations": {"readOnlyHint": false}}]}"#,
        #"{"jsonrpc": "2.0", "id": 1, "result": {"tools": [{"name": "pay", "inputSchema": \#(schema)}], "nextCursor": null}}"#,
        #"[{"type": "function", "function": {"name": "pay", "description": "Pays", "parameters": \#(schema), "strict": true}}]"#,
        #"[{"type": "function", "name": "pay", "parameters": \#(schema)}]"#,
        #"[{"name": "pay", "input_schema": \#(schema)}]"#,
        #"[{"name": "pay", "schema": \#(schema)}]"#,
        #"[{"name": "pay", "jsonSchema": \#(schema)}]"#,
        #"[{"name": "pay", "args": \#(schema)}]"#,
        #"{"pay": \#(schema)}"#,
        #"{"tools": {"pay": {"args": \#(schema)}}}"#,
        "\n\t [{\"name\": \"p\\u0061y\", \"inputSchema\": \(schema)}]\r\n",
        "- name: pay\n  inputSchema:\n    type: object\n    properties: {amount: {type: integer}}\n",
        "tools:\n  - name: pay\n    inputSchema: \(schema)\n",
        "pay:\n  type: object\n  properties:\n    amount:\n      type: integer\n",
        ##"{"pay": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/definitions/P", "definitions": {"P": \##(schema)}}}"##,
    ]

    @Test(arguments: forms) func readsForms(_ form: String) {
        #expect(errors(Self.right, tools: form).map(\.description) == [])
        #expect(errors(Self.wrong, tools: form).map(\.message) == ["there is no field `amout` in `args` of `pay`"])
        #expect(errors(Self.wrong, tools: form).map(\.suggestion) == ["amount"])
        #expect(errors(Self.wrong, tools: form).map(\.file) == ["policy.yaml"])
    }

    @Test func readsSeveralFiles() throws {
        let documents = [PolicyDocumentSource(name: "policy.yaml", text: "rules:\n  - {name: r, tool: [a, b], when: args.x == 1, action: deny}\n")]
        let files = ["a", "b"].map { PolicyDocumentSource(name: "\($0).json", text: #"{"\#($0)": {"properties": {"y": {}}}}"#) }
        #expect(throws: PolicyErrors.self) { try loadPolicy(documents, tools: files) }
        // `b` is not known then, so that the rule may be meant for it.
        #expect(throws: Never.self) { try loadPolicy(documents, tools: [files[0]]) }
    }

    static let envelopes: [Rejection] = [
        Rejection("«text»", "a file of tools is a list of them, but this is the text `text`"),
        Rejection(#"[«"pay"»]"#, "a tool of a list is a mapping with `name` and `inputSchema`"),
        Rejection("[«5»]", "a tool of a list is a mapping"), Rejection("[«null»]", "a tool of a list is a mapping"),
        Rejection("[«[»]]", "a tool of a list is a mapping"), Rejection("[«{»}]", "a tool of a list has no `name`"),
        Rejection(#"{"tools": «5»}"#, "`tools` is a mapping"),
        Rejection(#"{"result": «"none"»}"#, "a file of tools is a list of them"),
        Rejection(#"{"result": {"tools": [{"name": «"a"»}]}}"#, "the tool `a` has no `inputSchema`", "leave the tool out where nothing is known of its arguments"),
        Rejection(#"{"jsonrpc": "2.0", "id": 1, «"error"»: {"code": -32601, "message": "no such method"}}"#, "this is an error that a server answered, not its tools"),
        Rejection(#"{"pay": {}, «"pay"»: {}}"#, "the tool `pay` is declared twice", note: "1:2"),
        Rejection(#"{"pay": {"properties": {"a": {}, «"a"»: {}}}}"#, "`a` is given twice", note: "1:25"),
        Rejection(#"{"pay": {"type": "object", «"type"»: "string"}}"#, "`type` is given twice", note: "1:10"),
        Rejection(#"{"pay": «3»}"#, "a schema is a mapping of keywords to values"),
        Rejection("[{\"name\": \"a\", \"inputSchema\": {\"type\": \"object\", \"properties\": {\n  \"b\": {\"type\": «\"sting\"»}}}}]", "there is no type `sting`", "string"),
    ]

    @Test(arguments: envelopes) func rejectsEnvelopes(_ rejection: Rejection) {
        rejection.verify(errors(Self.right, tools: rejection.document.text), in: "tools.json")
    }

    /// Texts that begin as JSON does and are none, with the place of what is wrong.
    static let broken: [Rejection] = [
        Rejection("[«»", "a value is expected here"), Rejection("{«»", "a key in quotes is expected here"),
        Rejection("[1«»", "`,` or `]` is expected here"),
        Rejection("[1 «2»]", "`,` or `]` is expected here"), Rejection("[1, «]»", "a value is expected here"),
        Rejection("[«,»1]", "a value is expected here"), Rejection("{«a»: 1}", "a key in quotes is expected here"),
        Rejection("{\"a\" «1»}", "`:` is expected here"), Rejection("{\"a\": «}»", "a value is expected here"),
        Rejection("{\"a\": 1 «\"»b\": 2}", "`,` or `}` is expected here"), Rejection("{\"a\": 1, «}»", "a key in quotes is expected here"),
        Rejection("{«'»a': 1}", "a key in quotes is expected here"), Rejection("[] «x»", "the end of the text is expected here"),
        Rejection("[]\n\n«[»]", "the end of the text is expected here"), Rejection("[«t»ru]", "a value is expected here"),
        Rejection("[«T»rue]", "a value is expected here"), Rejection("[«n»ul]", "a value is expected here"),
        Rejection("[«-»]", "a value is expected here"), Rejection("[«0»1]", "a value is expected here"),
        Rejection("[«-»01]", "a value is expected here"), Rejection("[«1».]", "a value is expected here"),
        Rejection("[«.»5]", "a value is expected here"), Rejection("[«+»1]", "a value is expected here"),
        Rejection("[«1»e]", "a value is expected here"), Rejection("[«1».e5]", "a value is expected here"),
        Rejection("[«0»x10]", "a value is expected here"), Rejection("[«N»aN]", "a value is expected here"),
        Rejection("[«i»nf]", "a value is expected here"), Rejection("[«/»/ a\n]", "a value is expected here"),
        Rejection("[«\"»abc]", "the string that begins here has no end"), Rejection("[\"a«\t»\"]", "a control character must be escaped"), Rejection("[\"\\«x»\"]", "there is no such escape"),
        Rejection("[\"\\«'»\"]", "there is no such escape"), Rejection("[\"\\u«1»23\"]", "four hexadecimal digits are expected here"),
        Rejection("[\"\\u«»", "four hexadecimal digits are expected here"), Rejection("[\"\\u«+»123\"]", "four hexadecimal digits are expected here"),
        Rejection("[\"\\ud800«\"»]", "half of a surrogate pair"), Rejection("[\"\\udc00«\"»]", "half of a surrogate pair"),
        Rejection("[\"\\ud800\\u0041«\"»]", "half of a surrogate pair"), Rejection("[\"é\", \"\\«z»\"]", "there is no such escape"),
        Rejection("[\"\\«»", "the escape has no end"),
    ]

    @Test(arguments: broken) func rejectsBrokenJSON(_ rejection: Rejection) {
        rejection.verify(errors(Self.right, tools: rejection.document.text), in: "tools.json")
    }

    /// A string may not go on on the next line: an end of a line has no width to be marked.
    @Test func rejectsLineFeedsInStrings() {
        let found = errors(Self.right, tools: "[\"a\n\"]")
        #expect(found.map(\.message) == ["a control character must be escaped"])
        #expect(found.map { [$0.line, $0.column] } == [[1, 4]])
    }

    /// Escapes mean what they do in JSON.
    @Test func decodesEscapes() {
        let tools = #"{"a\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00": {"properties": {"\u0062": {}}}}"#
        let rule = "rules:\n  - {name: r, tool: \"a\\\"\\\\/\\b\\f\\n\\r\\t\\u00e9\\U0001F600\", when: args.x == 1, action: deny}\n"
        let found = errors(rule, tools: tools)
        #expect(found.count == 1)
    }
}
