import CallgatePolicy
import Testing

@Suite struct ExpressionRejectTests {
    static let conditions: [Rejection] = [
        Rejection(rule: "«when»:", "`when` is empty", "leave `when` out for a rule that always counts"),
        Rejection(rule: "when: «''»", "`when` is empty", "leave `when` out for a rule that always counts"),
        Rejection(rule: "when: «null»", "`when` is empty", "leave `when` out for a rule that always counts"),
        Rejection(rule: "when: «[»a]", "a condition written as a text, but this is a list", "put the condition in quotes"),
        Rejection(rule: "when: «{»a: b}", "but this is a mapping", "put the condition in quotes"),
        Rejection(rule: "when: «yes»", "`yes` is no condition", "true"),
        Rejection(rule: "when: «Off»", "`Off` is no condition", "false"),
        Rejection(rule: "when: «false»", "the condition is never true", "enabled: false"),
        Rejection(rule: "when: «1»", "the type of this is int"),
        Rejection(rule: "when: '«size(args)»'", "the type of this is int"),
        Rejection(rule: "when: '«args»'", "the type of this is map(string, dyn)"),
        Rejection(rule: "when: args.a «===» 1", "`===`", "=="),
        Rejection(rule: "when: «arg».a == 1", "`arg`", "args"),
        Rejection(rule: "when: \"args.a == 'x' && «contxt».b == 1\"", "`contxt`", "context"),
        Rejection(rule: "when: args.a ==«» # ten", "the expression ends", note: "` #` begins a comment"),
        Rejection(rule: "when: args.a == «\"x» #1\"", "no closing", note: "` #` begins a comment"),
        Rejection(rule: "when: args.a ==«»", "the expression ends"),
        Rejection(rule: "when: |\n      args.a ==«»", "the expression ends"),
        Rejection(rule: "when: tool.match(/a/«g»)", "the flag `g`"),
    ]

    @Test(arguments: conditions) func rejectsConditions(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }

    static let messages: [Rejection] = [
        Rejection(rule: "«message»:", "`message` is empty"),
        Rejection(rule: "message: «5»", "`message` is a text", "\"5\""),
        Rejection(rule: "message: «[»a]", "`message` is a text, but this is a list"),
        Rejection(rule: "message: «{»args.x}", "`message` is a text, but this is a mapping"),
        Rejection(rule: "message: \"a «{»args.x\"", "nothing closes the `{`", "write `{{` for a brace that is text"),
        Rejection(rule: "message: \"a «}» b\"", "nothing opens the `}`", "write `}}` for a brace that is text"),
        Rejection(rule: "message: \"«{}»\"", "no expression between the braces", "write `{{` and `}}` for braces that are text"),
        Rejection(rule: "message: \"a «{  }»\"", "no expression between the braces", "write `{{` and `}}` for braces that are text"),
        Rejection(rule: "message: \"{{a«}» b\"", "nothing opens the `}`", "write `}}` for a brace that is text"),
        Rejection(rule: "message: \"é {«arg».x} y\"", "`arg`", "args"),
        Rejection(rule: "message: \"{args.x + «'»a}\"", "that begins here, within a `{`, has no end", "write `{{` for a brace that is text"),
        Rejection(rule: "message: \"{tool.match(«/»a})\"", "that begins here, within a `{`, has no end", "write `{{` for a brace that is text"),
        Rejection(rule: "message: \"a {args.x +«»} b\"", "the expression ends"),
        Rejection(rule: "message: >-\n      a\n      {args.x\n      + «argz».y}", "`argz`", "args"),
        Rejection(rule: "message: 'it''s {«argz».y}'", "`argz`", "args"),
        Rejection(rule: "message: \"\\u00e9 \\\"{«argz».y}\"", "`argz`", "args"),
        Rejection(rule: "message: \"a«\\e»\"", "the control character U+001B"),
    ]

    @Test(arguments: messages) func rejectsMessages(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }
}
