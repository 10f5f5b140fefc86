import CallgatePolicy
import Testing

@Suite struct DocumentRejectTests {
    static let okRule = "rules:\n  - {name: r, tool: t, action: deny}\n"

    static let topLevel: [Rejection] = [
        Rejection("«»", "the document is empty"),
        Rejection("«»# nothing\n", "the document is empty"),
        Rejection("---\n«»", "a policy is a mapping of keys to values, but this is empty"),
        Rejection("«-» a\n", "but this is a list"),
        Rejection("«text»", "but this is the text `text`"),
        Rejection("«{»}", "the document is empty"),
        Rejection("«»name: p\n", "the policy has no rules"),
        Rejection("rules: «[»]\n", "`rules` is an empty list"),
        Rejection("«rules»:\n", "`rules` is empty"),
        Rejection("rules: «all»\n", "`rules` is a list of rules, but this is the text `all`"),
        Rejection("rules:\n  «name»: r\n", "`rules` is a list of rules, but this is a mapping"),
        Rejection("rules:\n  - «text»\n", "a rule is a mapping of keys to values, but this is the text"),
        Rejection("rules:\n  - «-» text\n", "a rule is a mapping of keys to values, but this is a list"),
        Rejection("rules:\n  -«»\n", "a rule is a mapping of keys to values, but this is empty"),
        Rejection(okRule + "«rulez»: 1\n", "a policy has no key `rulez`", "rules", note: "`version`, `name`"),
        Rejection(okRule + "«title»: x\n", "a policy has no key `title`", "name"),
        Rejection(okRule + "«colour»: x\n", "a policy has no key `colour`"),
        Rejection(okRule + "«\"na me\"»: x\n", "a policy has no key `na me`", "name"),
        Rejection(okRule + "«<<»: {name: n}\n", "merge keys `<<` are not read", "write the keys out"),
        Rejection(okRule + "? «[»a, b]\n: x\n", "a key is a word, but this is a list"),
        Rejection(okRule + "«rules»: []\n", "`rules` is given twice", note: "first given at 1:1"),
        Rejection("version: «2»\n" + okRule, "version `2` of the format is not known", "1"),
        Rejection("version: «1.0»\n" + okRule, "version `1.0` of the format is not known", "1"),
        Rejection("version: «\"1\"»\n" + okRule, "the number 1, but this is the text `1`", "1"),
        Rejection("version: «v1»\n" + okRule, "the number 1, but this is the text `v1`", "1"),
        Rejection("«version»:\n" + okRule, "the number 1, but this is empty", "1"),
        Rejection("version: «[»1]\n" + okRule, "the number 1, but this is a list", "1"),
        Rejection("name: «5»\n" + okRule, "`name` is a text, but YAML takes this for the number `5`", "\"5\""),
        Rejection("name: «no»\n" + okRule, "takes this for the truth value `no`", "\"no\""),
        Rejection("name: «2001-12-14»\n" + okRule, "takes this for the date `2001-12-14`", "\"2001-12-14\""),
        Rejection("name: «~»\n" + okRule, "`name` is empty"),
        Rejection("«name»:\n" + okRule, "`name` is empty"),
        Rejection("name: «''»\n" + okRule, "`name` is empty"),
        Rejection("name: «\"  \"»\n" + okRule, "`name` is empty"),
        Rejection("name: \"a«\\n»b\"\n" + okRule, "`name` holds the control character U+000A", "keep to one line of text"),
        Rejection("name: \"a«\\x1b»[31m\"\n" + okRule, "the control character U+001B", "keep to one line of text"),
        Rejection("name: \"a«\\L»b\"\n" + okRule, "the control character U+2028", "keep to one line of text"),
        Rejection("description: «{»a: b}\n" + okRule, "`description` is a text, but this is a mapping"),
        Rejection("description: \"«\\e»\"\n" + okRule, "`description` holds the control character U+001B"),
        Rejection("default: «alow»\n" + okRule, "`default` is one of `allow`, `deny`", "allow"),
        Rejection("default: «Deny»\n" + okRule, "`default` is one of", "deny"),
        Rejection("«default»:\n" + okRule, "`default` is one of `allow`, `deny`, `require_approval`, `review`, but this is empty"),
        Rejection("default: «[»allow]\n" + okRule, "but this is a list"),
        Rejection("default: «block»\n" + okRule, "but this is the text `block`", "deny"),
        Rejection("ungoverned: «permit»\n" + okRule, "`ungoverned` is one of", "allow"),
        Rejection("ungoverned: «no»\n" + okRule, "but this is the truth value `no`"),
    ]

    @Test(arguments: topLevel) func rejectsTopLevel(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }

    static let syntax: [Rejection] = [
        Rejection("rules: [a«»", "while parsing a flow sequence", note: "begins at 1:8"),
        Rejection("rules:\n«\t»- name: r\n", "a tab cannot indent YAML", "indent with spaces"),
        Rejection("name: «@»x\n", "a text cannot begin with `@`", "put the text in quotes"),
        Rejection("name: «`»x`\n", "a text cannot begin with ```", "put the text in quotes"),
        Rejection("name: a«:» b\n", "`:` with a space after it", "put the text in quotes, or begin the key on a line of its own"),
        Rejection("name: \"a\" «b»\n", "more text follows the closing `\"`", "put the whole text in quotes of another kind, or on lines of its own after `|`"),
        Rejection("name: \"a\n«»", "while scanning a quoted scalar", note: "begins at 1:7"),
        Rejection("name: \"«\\»q\"\n", "unknown escape character", note: "begins at 1:7"),
        Rejection(okRule + "«---»\nname: b\n", "a second document begins here", "put it into a file of its own"),
        Rejection(okRule + "...\n«n»ame: b\n", "nothing can follow the end of the document"),
        Rejection("«%»YAML 1.2\n---\n" + okRule, "is a YAML directive", "remove the line, or indent it if it is part of a text"),
        Rejection(okRule + "...\n«%»TAG ! tag:x\n", "is a YAML directive", "remove the line, or indent it if it is part of a text"),
        Rejection("name: «!!str» n\n" + okRule, "`!!str` is a YAML tag", "remove the tag"),
        Rejection("name: «!foo» n\n" + okRule, "`!foo` is a YAML tag", "put a condition that begins with `!` in quotes"),
        Rejection("name: &a «!foo» n\n" + okRule, "`!foo` is a YAML tag", "put a condition that begins with `!` in quotes"),
        Rejection("«!!map»\n" + okRule, "`!!map` is a YAML tag", "remove the tag"),
        Rejection("rules: «!!seq»\n  - {name: r, tool: t, action: deny}\n", "`!!seq` is a YAML tag", "remove the tag"),
        Rejection(rule: "when: «!has(args.x)»", "`!has(args.x)` is a YAML tag", "put a condition that begins with `!` in quotes"),
        Rejection(rule: "when: «!args.x.match(/@approved\\.invalid$/)»", "is a YAML tag", "put a condition that begins with `!` in quotes"),
        Rejection(rule: "when: [1, 2]«.»exists(x, x == 1)", "more text follows the closing `]`", "put the whole text in quotes of another kind, or on lines of its own after `|`"),
        Rejection(rule: "when: \"a\" «=»= args.x", "more text follows the closing `\"`", "put the whole text in quotes of another kind, or on lines of its own after `|`"),
        Rejection(rule: "«message:text»", "this line has no `:` with a space after it"),
        Rejection("rules:\n  - {name: r, action: deny, tool: «*_x*»  }\n", "a text that begins with `*` is a YAML alias", "put it in quotes: \"*_x*\""),
        Rejection(rule: "tags: «*»", "a text that begins with `*` is a YAML alias", "put it in quotes: \"*\""),
        Rejection("name: «*b»\n" + okRule, "the alias `*b` has no anchor `&b`", "put a text that begins with `*` in quotes: \"*b\""),
        Rejection("name: &bar x\ndescription: «*baz»\n" + okRule, "has no anchor `&baz`", "*bar"),
        Rejection("name: &b [«*b»]\n" + okRule, "stands inside of what it repeats"),
        Rejection("name: &b x\ndescription: «&b» y\n" + okRule, "the anchor `&b` is set twice", note: "first set at 1:7"),
    ]

    @Test(arguments: syntax) func rejectsSyntax(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }
}
