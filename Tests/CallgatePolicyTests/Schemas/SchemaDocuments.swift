/// Documents with schemas that several suites use.
enum SchemaDocuments {
    /// A tool with a field of every kind, a context, and one condition, which may hold marks.
    static func shop(_ condition: String) -> String {
        """
        tools:
          pay:
            description: Pays
            args:
              type: object
              required: [amount, items]
              properties:
                amount: {type: integer}
                rate: {type: number, minimum: 0}
                currency: {type: string, enum: [EUR, USD]}
                level: {enum: [1, 2, 3]}
                mode: {const: fast}
                mixed: {enum: [1, auto, null]}
                flag: {type: boolean}
                note: {type: string, nullable: true, format: email}
                none: {type: "null"}
                items: {type: array, items: {type: object, properties: {sku: {type: string}, price: {type: number}}}}
                plain: {type: array}
                labels: {type: object, additionalProperties: {type: string}}
                partly: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
                opened: {type: object, properties: {a: {type: string}}, patternProperties: {"^x": {}}}
                closed: {type: object, additionalProperties: false}
                free: {}
                yes: true
                either: {type: [string, integer]}
                maybe: {anyOf: [{type: string}, {type: "null"}]}
                numeric: {oneOf: [{type: integer}, {type: number}]}
                union: {anyOf: [{type: string}, {type: object, properties: {a: {}}}]}
                node: {$ref: "#/$defs/node"}
                both: {allOf: [{properties: {x: {type: string}}}, {properties: {y: {type: boolean}}}]}
              $defs:
                node: {type: object, properties: {value: {type: integer}, next: {$ref: "#/$defs/node"}}}
        context_schema:
          type: object
          properties:
            environment: {enum: [development, staging, production]}
            user: {type: object, properties: {id: {type: string}}, required: [id]}
          required: [user]
        rules:
          - name: r
            tool: pay
            when: >-
              \(condition)
            action: deny

        """
    }

    /// A document that declares the tool `t` with a schema in YAML's flow, and one rule for it.
    static func schema(_ schema: String, when condition: String = "args.a == 1") -> String {
        "tools:\n  t:\n    args: \(schema)\nrules:\n  - name: r\n    tool: t\n    when: \(condition)\n    action: deny\n"
    }
}
