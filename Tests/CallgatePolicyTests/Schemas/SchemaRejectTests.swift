import CallgatePolicy
import Testing

/// Schemas, and lists of tools, that are none.
@Suite struct SchemaRejectTests {
    static let rule = "rules:\n  - {name: r, tool: t, action: deny}\n"

    static let tools: [Rejection] = [
        Rejection("tools: «text»\n" + rule, "`tools` is a mapping of tool IDs to what is known of them, but this is the text `text`"),
        Rejection("tools: «5»\n" + rule, "`tools` is a mapping of tool IDs"),
        Rejection("tools: {t: «text»}\n" + rule, "a tool is a mapping"),
        Rejection("tools: {t: {«arg»: {type: object}}}\n" + rule, "a tool has no key `arg`", "args"),
        Rejection("tools: {t: {«inputSchema»: {type: object}}}\n" + rule, "a tool has no key `inputSchema`", "args"),
        Rejection("tools: {t: {«colour»: red}}\n" + rule, "a tool has no key `colour`"),
        Rejection("tools: {t: {description: «[»a], args: {}}}\n" + rule, "`description` is a text"),
        Rejection("tools: {t: {args: {}}, «t»: {args: {}}}\n" + rule, "`t`"),
        Rejection("tools: {t: {args: «object»}}\n" + rule, "a schema is a mapping of keywords to values"),
        Rejection("tools: {t: {args: «[»]}}\n" + rule, "a schema is a mapping of keywords to values"),
        Rejection("tools: {t: {args: «{»type: string}}}\n" + rule, "`args` is an object, but this is the schema of string", "type: object"),
        Rejection("tools: {t: {args: «{»type: array, items: {}}}}\n" + rule, "`args` is an object, but this is the schema of list(dyn)", "type: object"),
        Rejection("tools: [«text»]\n" + rule, "a tool of a list is a mapping with `name` and `inputSchema`, but this is the text `text`"),
        Rejection("tools: [«{»inputSchema: {}}]\n" + rule, "a tool of a list has no `name`"),
        Rejection("tools: [«{»name: '', inputSchema: {}}]\n" + rule, "a tool of a list has no `name`"),
        Rejection("tools: [«{»name: [t], inputSchema: {}}]\n" + rule, "a tool of a list has no `name`"),
        Rejection("tools: [{name: «t»}]\n" + rule, "the tool `t` has no `inputSchema`", "leave the tool out where nothing is known of its arguments"),
        Rejection("tools: [{name: t, inputSchema: {}}, {name: «t», inputSchema: {}}]\n" + rule, "the tool `t` is declared twice", note: "1:16"),
        Rejection("tools: [{function: {name: «t»}}]\n" + rule, "the tool `t` has no `inputSchema`", "leave the tool out where nothing is known of its arguments"),
        Rejection("tools: [{function: «text»}]\n" + rule, "a tool of a list is a mapping"),
        Rejection("context_schema: «{»type: integer}\n" + rule, "`context` is an object, but this is the schema of integer", "type: object"),
        Rejection("context_schema: «text»\n" + rule, "a schema is a mapping of keywords"),
        Rejection("«context_shema»: {}\n" + rule, "a policy has no key `context_shema`", "context_schema"),
    ]

    @Test(arguments: tools) func rejectsTools(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }

    static func schema(_ schema: String) -> String { SchemaDocuments.schema(schema, when: "true || args.a == 1") }

    static let schemas: [Rejection] = [
        Rejection(schema("{type: «objekt»}"), "there is no type `objekt` in JSON Schema", "object"),
        Rejection(schema("{type: object, properties: {a: {type: «int»}}}"), "there is no type `int` in JSON Schema"),
        Rejection(schema("{properties: {a: {type: «str»}}}"), "there is no type `str` in JSON Schema"),
        Rejection(schema("{properties: {a: {type: «Boolean»}}}"), "there is no type `Boolean` in JSON Schema", "boolean"),
        Rejection(schema("{properties: {a: {type: [string, «numbr»]}}}"), "there is no type `numbr`", "number"),
        Rejection(schema("{properties: {a: {type: «{»a: b}}}}"), "`type` is a name or a list of names"),
        Rejection(schema("{properties: {a: {type: [«[»a]]}}}"), "`type` is a name or a list of names"),
        Rejection(schema("{properties: «[»a]}"), "`properties` is a mapping of names to schemas"),
        Rejection(schema("{properties: «a»}"), "`properties` is a mapping of names to schemas"),
        Rejection(schema("{properties: {a: «string»}}"), "a schema is a mapping of keywords to values"),
        Rejection(schema("{properties: {a: «5»}}"), "a schema is a mapping of keywords to values"),
        Rejection(schema("{properties: {a: {items: {}, type: array}, b: {type: array, items: «string»}}}"), "a schema is a mapping of keywords"),
        Rejection(schema("{properties: {a: {type: object, additionalProperties: «yes_please»}}}"), "a schema is a mapping of keywords"),
        Rejection(schema("{properties: {}, required: «a»}"), "`required` is a list of names"),
        Rejection(schema("{properties: {}, required: «{»a: true}}"), "`required` is a list of names"),
        Rejection(schema("{properties: {}, required: [«[»a]]}"), "`required` is a list of names"),
        Rejection(schema("{properties: {a: {anyOf: «{»type: string}}}}"), "`anyOf` and `oneOf` are lists of schemas"),
        Rejection(schema("{properties: {a: {oneOf: «text»}}}"), "`anyOf` and `oneOf` are lists of schemas"),
        Rejection(schema("{properties: {a: {allOf: «{»type: string}}}}"), "`allOf` is a list of schemas"),
        Rejection(schema("{properties: {a: {anyOf: [{type: string}, «5»]}}}"), "a schema is a mapping of keywords"),
        Rejection(schema("{properties: {a: {enum: «EUR»}}}"), "`enum` is a list of values"),
        Rejection(schema("{properties: {a: {enum: «[»]}}}"), "`enum` lists no value"),
        Rejection(schema("{properties: {a: {$ref: «5»}}}"), "only references within the schema are read"),
        Rejection(schema("{properties: {a: {$ref: «[»a]}}}"), "`$ref` is a text"),
        Rejection(schema("{properties: {a: {$ref: «'#/$defs/x'»}}}"), "the reference `#/$defs/x` leads nowhere"),
        Rejection(schema("{properties: {a: {$ref: «'#/properties/b'»}}}"), "the reference `#/properties/b` leads nowhere"),
        Rejection(schema("{properties: {a: {$ref: «'#/type/0'»}}, type: object}"), "the reference `#/type/0` leads nowhere"),
        Rejection(schema("{properties: {a: {$ref: «'#anchor'»}}}"), "the reference `#anchor` leads nowhere"),
        Rejection(schema("{properties: {a: {$ref: «'#properties'»}}}"), "the reference `#properties` leads nowhere"),
        Rejection(schema("{properties: {a: {$ref: «'#/'»}}}"), "the reference `#/` leads nowhere"),
        Rejection(schema("{properties: {a: {$ref: «'other.json#/a'»}}}"), "only references within the schema are read, such as `#/$defs/name`"),
        Rejection(schema("{properties: {a: {$ref: «'https://example.com/schema'»}}}"), "only references within the schema are read"),
    ]

    @Test(arguments: schemas) func rejectsSchemas(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }

    /// A context may be described once, a tool as well, whatever the document.
    @Test func rejectsRepetitions() throws {
        let first = PolicyDocumentSource(name: "a.yaml", text: "context_schema: {}\ntools: {t: {args: {}}}\n" + Self.rule)
        let second = PolicyDocumentSource(name: "b.yaml", text: "context_schema: {}\ntools:\n  t: {args: {}}\n")
        let found = errors([first, second])
        #expect(found.map(\.file) == ["b.yaml", "b.yaml"])
        #expect(found.map(\.message) == ["`context_schema` is given twice", "the tool `t` is declared twice"])
        #expect(found.map { [$0.line, $0.column] } == [[1, 1], [3, 3]])
        #expect(found.map(\.notes) == [["it is first given at a.yaml:1:1"], ["it is first declared at a.yaml:2:9"]])
    }

    /// A file of tools counts as declared before the documents.
    @Test func rejectsRepetitionsOfFiles() throws {
        let found = errors("tools: {t: {args: {}}}\n" + Self.rule, tools: #"[{"name": "t", "inputSchema": {}}]"#)
        #expect(found.map(\.file) == ["policy.yaml"])
        #expect(found.map(\.notes) == [["it is first declared at tools.json:1:11"]])
    }
}
