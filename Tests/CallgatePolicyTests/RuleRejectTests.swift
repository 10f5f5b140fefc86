import CallgatePolicy
import Testing

@Suite struct RuleRejectTests {
    static let keys: [Rejection] = [
        Rejection("rules:\n  - «tool»: t\n    action: deny\n", "a rule has no `name`, which every rule needs"),
        Rejection("rules:\n  - «name»: r\n    action: deny\n", "the rule `r` has no `tool`"),
        Rejection("rules:\n  - «name»: r\n    tool: t\n", "the rule `r` has no `action`"),
        Rejection("rules:\n  - «{»name: r, tool: t}\n", "the rule `r` has no `action`"),
        Rejection(rule: "«tool»: u", "`tool` is given twice", note: "first given at 3:5"),
        Rejection(rule: "«\"action\"»: deny", "`action` is given twice", note: "first given at 4:5"),
        Rejection(rule: "«tools»: u", "a rule has no key `tools`", "tool"),
        Rejection(rule: "«condition»: 'true'", "a rule has no key `condition`", "when"),
        Rejection(rule: "«if»: 'true'", "a rule has no key `if`", "when"),
        Rejection(rule: "«effect»: deny", "a rule has no key `effect`", "action"),
        Rejection(rule: "«mesage»: m", "a rule has no key `mesage`", "message"),
        Rejection(rule: "«When»: 'true'", "a rule has no key `When`", "when"),
        Rejection(rule: "«severety»: low", "a rule has no key `severety`", "severity"),
        Rejection(rule: "«priority»: 1", "a rule has no key `priority`", note: "its keys are `name`"),
        Rejection(rule: "«<<»: {}", "merge keys `<<` are not read", "write the keys out"),
        Rejection(rule: "«1»: x", "a rule has no key `1`"),
        Rejection(rule: "«~»: x", "a rule has no key `~`"),
    ]

    static let values: [Rejection] = [
        Rejection("rules:\n  - name: «123»\n    tool: t\n    action: deny\n", "`name` is a text, but YAML takes this for the number `123`", "\"123\""),
        Rejection("rules:\n  - name: «[»a]\n    tool: t\n    action: deny\n", "`name` is a text, but this is a list"),
        Rejection("rules:\n  - «name»:\n    tool: t\n    action: deny\n", "`name` is empty"),
        Rejection("rules:\n  - {name: r, tool: t, action: deny}\n  - {name: «r», tool: u, action: deny}\n", "two rules are called `r`", note: "the other is at 2:12"),
        Rejection("rules:\n  - {name: r, tool: t, action: deny}\n  - {name: «'r'», tool: u, action: deny, enabled: false}\n", "two rules are called `r`", note: "2:12"),
        Rejection("rules:\n  - {name: r, tool: t, action: «block»}\n", "`action` is one of", "deny"),
        Rejection("rules:\n  - {name: r, tool: t, action: «require-approval»}\n", "`action` is one of", "require_approval"),
        Rejection("rules:\n  - {name: r, tool: t, action: «ALLOW»}\n", "`action` is one of", "allow"),
        Rejection("rules:\n  - {name: r, tool: t, action: «log»}\n", "`action` is one of `allow`, `deny`, `require_approval`, `review`, but this is the text `log`"),
        Rejection("rules:\n  - {name: r, tool: t, action: «[»deny]}\n", "but this is a list"),
        Rejection("rules:\n  - name: r\n    tool: t\n    «action»:\n", "but this is empty"),
        Rejection("rules:\n  - {name: r, tool: «123», action: deny}\n", "`tool` is a text, but YAML takes this for the number", "\"123\""),
        Rejection("rules:\n  - {name: r, tool: «no», action: deny}\n", "takes this for the truth value `no`", "\"no\""),
        Rejection("rules:\n  - {name: r, tool: «on», action: deny}\n", "takes this for the truth value `on`", "\"on\""),
        Rejection("rules:\n  - {name: r, tool: «yes», action: deny}\n", "takes this for the truth value `yes`", "\"yes\""),
        Rejection("rules:\n  - {name: r, tool: «true», action: deny}\n", "takes this for the truth value `true`", "\"true\""),
        Rejection("rules:\n  - {name: r, tool: «0x1F», action: deny}\n", "for the number `0x1F`", "\"0x1F\""),
        Rejection("rules:\n  - {name: r, tool: «1_000», action: deny}\n", "for the number `1_000`", "\"1_000\""),
        Rejection("rules:\n  - {name: r, tool: «1e3», action: deny}\n", "for the number `1e3`", "\"1e3\""),
        Rejection("rules:\n  - {name: r, tool: «-.5», action: deny}\n", "for the number `-.5`", "\"-.5\""),
        Rejection("rules:\n  - {name: r, tool: «.inf», action: deny}\n", "for the number `.inf`", "\".inf\""),
        Rejection("rules:\n  - name: r\n    tool: «12:30:45»\n    action: deny\n", "for the number `12:30:45`", "\"12:30:45\""),
        Rejection("rules:\n  - {name: r, tool: «null», action: deny}\n", "`tool` is empty"),
        Rejection("rules:\n  - {name: r, tool: «''», action: deny}\n", "`tool` is empty"),
        Rejection("rules:\n  - {name: r, tool: «[»], action: deny}\n", "`tool` is an empty list"),
        Rejection("rules:\n  - {name: r, tool: [a, «''»], action: deny}\n", "a tool ID is empty"),
        Rejection("rules:\n  - {name: r, tool: [a, «7»], action: deny}\n", "a tool ID is a text, but YAML takes", "\"7\""),
        Rejection("rules:\n  - {name: r, tool: [a, «[»b]], action: deny}\n", "a tool ID is a text, but this is a list"),
        Rejection("rules:\n  - {name: r, tool: «{»a: b}, action: deny}\n", "`tool` is a list of texts, but this is a mapping"),
        Rejection("rules:\n  - {name: r, tool: \"a«\\t»b\", action: deny}\n", "control character U+0009", "keep to one line of text"),
        Rejection("rules:\n  - {name: r, tool: \"a«\\0»b\", action: deny}\n", "control character U+0000", "keep to one line of text"),
        Rejection(rule: "«description»:", "`description` is empty"),
        Rejection(rule: "description: «1»", "`description` is a text", "\"1\""),
        Rejection(rule: "severity: «hihg»", "`severity` is one of `info`, `low`, `medium`, `high`, `critical`", "high"),
        Rejection(rule: "severity: «5»", "but this is the number `5`"),
        Rejection(rule: "«severity»:", "but this is empty"),
        Rejection(rule: "mode: «monitr»", "`mode` is one of `enforce`, `monitor`", "monitor"),
        Rejection(rule: "mode: «[»monitor]", "but this is a list"),
        Rejection(rule: "enabled: «yes»", "`enabled` is `true` or `false`, but this is the truth value `yes`", "true"),
        Rejection(rule: "enabled: «off»", "but this is the truth value `off`", "false"),
        Rejection(rule: "enabled: «True»", "but this is the truth value `True`", "true"),
        Rejection(rule: "enabled: «'false'»", "but this is the text `false`", "false"),
        Rejection(rule: "enabled: «0»", "but this is the number `0`"),
        Rejection(rule: "enabled: «[»true]", "but this is a list"),
        Rejection(rule: "«enabled»:", "but this is empty"),
        Rejection(rule: "«tags»:", "`tags` is empty"),
        Rejection(rule: "tags: «[»]", "`tags` is an empty list"),
        Rejection(rule: "tags: [a, «1»]", "a tag is a text", "\"1\""),
        Rejection(rule: "tags: «{»a: b}", "`tags` is a list of texts"),
        Rejection(rule: "tags: [«\"\"»]", "a tag is empty"),
    ]

    static func limited(_ limit: String) -> String {
        "rules: [{name: n, tool: t, action: deny, limit: {\(limit), per: 1h}}]\n"
    }

    static func review(_ line: String) -> String {
        "rules:\n  - name: r\n    tool: t\n    action: review\n    \(line)\n"
    }

    static let reviews: [Rejection] = [
        Rejection(rule: "«approvers»: [a]", "`approvers` has no meaning in a rule whose action is `deny`", "action: require_approval"),
        Rejection(rule: "«timeout»: 1h", "`timeout` has no meaning in a rule whose action is `deny`", "action: require_approval"),
        Rejection("rules:\n  - {name: r, tool: t, action: allow, «timeout»: 1h}\n", "whose action is `allow`", "action: require_approval"),
        Rejection(review("approvers: «[»]"), "`approvers` is an empty list"),
        Rejection(review("«approvers»:"), "`approvers` is empty"),
        Rejection(review("approvers: [a, «1»]"), "an approver is a text", "\"1\""),
        Rejection(review("approvers: [a, «[»b]]"), "an approver is a text, but this is a list"),
        Rejection(review("timeout: «3600»"), "a whole number and a unit", "3600s"),
        Rejection(review("timeout: «1h30m»"), "a whole number and a unit"),
        Rejection(review("timeout: «15min»"), "a whole number and a unit", "15m"),
        Rejection(review("timeout: «2 days»"), "a whole number and a unit", "2d"),
        Rejection(review("timeout: «1H»"), "a whole number and a unit", "1h"),
        Rejection(review("timeout: «1w»"), "a whole number and a unit"),
        Rejection(review("timeout: «-1h»"), "a whole number and a unit"),
        Rejection(review("timeout: «1.5h»"), "a whole number and a unit"),
        Rejection(review("timeout: «h»"), "a whole number and a unit"),
        Rejection(limited("max: «010»"), "starts with 0: YAML 1.1"),
        Rejection(limited("sum: args.n, max: «010.5»"), "starts with 0: YAML 1.1"),
        Rejection(review("timeout: «0s»"), "`timeout` is at least one second"),
        Rejection(review("timeout: «4294967296s»"), "at most 4294967295 seconds"),
        Rejection(review("timeout: «49711d»"), "at most 4294967295 seconds"),
        Rejection(review("timeout: «99999999999999999999d»"), "at most 4294967295 seconds"),
        Rejection(review("timeout: «9223372036854775807d»"), "at most 4294967295 seconds"),
        Rejection(review("«timeout»:"), "but this is empty"),
        Rejection(review("timeout: «[»1h]"), "but this is a list"),
    ]

    @Test(arguments: keys + values + reviews) func rejects(_ rejection: Rejection) {
        rejection.verify(errors(rejection.document.text))
    }
}
