import CallgatePolicy
import Testing

/// Conditions of rules for a tool whose arguments are declared.
@Suite struct SchemaRuleTests {
    static let accepted = [
        "args.amount > 50000", "args.amount > 1.5", "args.amount * args.rate > 10", "args.amount + 1 == 2",
        "args.currency == 'EUR'", "args.currency in ['USD']", "args.currency != null", "args.currency == null", "args.level == 2.0", "args.mode == 'fast'",
        "args.mixed == 1", "args.mixed == 'auto'", "args.mixed == null",
        "args.flag", "!args.flag && args.flag == true", "args.note == null", "args.note.contains('@')", "args.none == null",
        "args.items[0].sku == 'a'", "args.items.exists(i, i.price > 5)", "size(args.items) > 1", "args.plain[0].anything == 1",
        "args.labels.whatever == 'x'", "args.labels['a b'] == 'x'", "args.partly.a == 'x'", "args.partly.other == 1", "args.opened.x1.y == 2",
        "size(args.closed) == 0", "args.free.a.b == 'x'", "args.yes.a == 1", "args.either == 1", "args.either == 'a'", "args.maybe == 'a'",
        "args.maybe == null", "args.numeric > 1", "args.union.b.c == 1", "args.node.next.value == 1", "args.node.next.valu == 1", "args.both.x == 'a'", "args.both.y",
        "has(args.amount)", "has(args.node.next)", "args['amount'] == 1", "args.?amount.orValue(0) == 1", "size(args) > 2",
        "context.environment == 'staging'", "context.user.id.startsWith('a')", "tool == 'pay'", "now > timestamp(0)",
        "args.items.map(i, i.sku) == ['a']", "args == context", "type(args.amount) == int",
    ]

    @Test(arguments: accepted) func accepts(_ condition: String) {
        #expect(errors(SchemaDocuments.shop(condition)).map(\.description) == [])
    }

    @Test("A schema beside the properties may name more of them", arguments: [
        "{properties: {b: {}}, allOf: [{properties: {a: {}}}]}", "{type: object, properties: {b: {}}, anyOf: [{required: [b]}]}",
        "{properties: {b: {}}, oneOf: [{properties: {a: {}}}]}", "{properties: {b: {}}, if: {properties: {b: {}}}}",
        "{properties: {b: {}}, dependentSchemas: {b: {properties: {a: {}}}}}",
        "{properties: {b: {}}, additionalProperties: {type: string}, allOf: [{properties: {a: {type: integer}}}]}",
        "{anyOf: [{properties: {b: {}}}], allOf: [{properties: {a: {}}}]}",
        "{$ref: '#/$defs/d', properties: {a: {}}, $defs: {d: {properties: {b: {}}}}}",
    ])
    func acceptsComposed(_ schema: String) {
        #expect(errors(SchemaDocuments.schema(schema)).map(\.description) == [])
    }

    @Test("What nothing beside may add to stays closed", arguments: [
        "{properties: {b: {}}, additionalProperties: false, allOf: [{properties: {a: {}}}]}",
        "{allOf: [{properties: {b: {}}}]}", "{$ref: '#/$defs/d', $defs: {d: {properties: {b: {}}}}}",
    ])
    func rejectsComposed(_ schema: String) {
        #expect(errors(SchemaDocuments.schema(schema)).map(\.message) == ["there is no field `a` in `args` of `t`"])
    }

    struct Case: CustomTestStringConvertible {
        var condition: String
        var message: String
        var suggestion: String?
        var testDescription: String { condition }
        init(_ condition: String, _ message: String, _ suggestion: String? = nil) {
            (self.condition, self.message, self.suggestion) = (condition, message, suggestion)
        }
    }

    static let all = "amount, both, closed, currency, either, flag, free, items"

    static let rejected: [Case] = [
        Case("«args.ammount» > 5", "there is no field `ammount` in `args` of `pay`", "amount"),
        Case("args.amount > 5 && «args.zzzzzz» == 1", "there is no field `zzzzzz` in `args` of `pay`", "its fields are \(all)"),
        Case("«args[\"curency\"]» == 'EUR'", "there is no field `curency` in `args` of `pay`", "currency"),
        Case("«has(args.amont)»", "there is no field `amont`", "amount"),
        Case("«args.?amont».orValue(1) == 1", "there is no field `amont`", "amount"),
        Case("«args.items[0].skuu» == 'a'", "there is no field `skuu` in `args.items[]` of `pay`", "sku"),
        Case("args.items.exists(i, «i.prize» > 1)", "there is no field `prize` in `args.items[]` of `pay`", "price"),
        Case("args.items.all(i, i.sku == 'a' && «i.cost» > 1)", "there is no field `cost` in `args.items[]`", "its fields are price, sku"),
        Case("«args.node.valu» == 1", "there is no field `valu`", "value"),
        Case("«args.closed.x» == 1", "there is no field `x` in `args.closed` of `pay`"),
        Case("«args.both.z» == 1", "there is no field `z` in `args.both` of `pay`", "its fields are x, y"),
        Case("«context.enviroment» == 'staging'", "there is no field `enviroment` in `context`", "environment"),
        Case("«context.user.name» == 'a'", "there is no field `name` in `context.user`", "its fields are id"),
        Case("args.currency == «'EURO'»", "this can't be true: the schema has no `\"EURO\"` among the values of the field", "\"EUR\""),
        Case("«'GBP'» == args.currency", "the schema has no `\"GBP\"`", "\"EUR\", \"USD\""),
        Case("args.currency in ['EUR', «'YEN'»]", "the schema has no `\"YEN\"`", "\"EUR\", \"USD\""),
        Case("args.currency != «'usd'»", "the schema has no `\"usd\"`", "\"USD\""),
        Case("args.level == «4»", "the schema has no `4`", "1, 2, 3"),
        Case("args.mode == «'slow'»", "the schema has no `\"slow\"`", "\"fast\""),
        Case("context.environment == «'prod'»", "the schema has no `\"prod\"`", "\"development\", \"staging\", \"production\""),
        Case("«args.amount == 'x'»", "`==` compares values of one type, not integer with string"),
        Case("«args.flag == 'true'»", "`==` compares values of one type, not wrapper(bool) with string"),
        Case("«args.currency > 5»", "`>` does not take"),
        Case("«args.amount».startsWith('a')", "startsWith"),
        Case("args.flag && «args.amount»", "a bool on each side"),
        Case("«args.amount.cents» > 5", "has no field `cents`"),
        Case("args.amount in «args.currency»", "`in`"),
        Case("args.items.exists(i, «i.price == 'a'»)", "`==` compares values of one type"),
        Case("args.items.exists(i, «i == 'a'»)", "`==` compares values of one type"),
        Case("«args.labels.x == 1»", "`==` compares values of one type"),
        Case("«args.partly.other == 'x'»", "`==` compares values of one type"),
        Case("size(«args.amount») > 1", "size"),
        Case("«args == 1»", "`==` compares values of one type"),
        Case("«args.node == 'x'»", "`==` compares values of one type"),
        Case("«args.maybe == 1»", "`==` compares values of one type"),
        Case("«args.note + 1» == 'a'", "`+` does not take"),
    ]

    @Test(arguments: rejected) func rejects(_ test: Case) {
        let rejection = Rejection(SchemaDocuments.shop(test.condition), test.message, test.suggestion)
        rejection.verify(errors(rejection.document.text))
    }

    /// Without the schemas the same conditions load: only the schemas speak against them.
    @Test(arguments: rejected.filter { !$0.condition.hasPrefix("«args == ") }) func blamesTheSchema(_ test: Case) {
        let lines = Marked(SchemaDocuments.shop(test.condition)).text.split(separator: "\n")
        let rules = lines.drop { $0 != "rules:" }.joined(separator: "\n")
        #expect(rules.hasPrefix("rules:"))
        #expect(errors(rules).map(\.description) == [])
    }

    @Test func checksMessages() {
        let text = """
            tools: {pay: {args: {type: object, properties: {amount: {type: integer}}}}}
            rules:
              - name: r
                tool: pay
                action: deny
                message: "{args.amount} and {«args.amuont»}"
            """
        let rejection = Rejection(text, "there is no field `amuont` in `args` of `pay`", "amount")
        rejection.verify(errors(rejection.document.text))
    }

    @Test func reportsEveryError() {
        let found = errors(SchemaDocuments.shop("args.a1 == 1 && args.currency == 'X' && args.amount == 'x' && context.b"))
        #expect(found.map(\.line) == [43, 43, 43, 43])
        #expect(found.map(\.column) == [7, 40, 47, 69])
    }
}
