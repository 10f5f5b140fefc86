extension Scenario {
    /// Many rules of one tool: what a rule more costs where all of them look at the same.
    static let rules: [Scenario] =
        [1, 10, 100, 1_000].map(equality) + [1, 1_000].map(patterns) + [1, 1_000].map(guarded)
        + [10, 1_000, 1_000_000].map(membership) + [1_000_000].map(namedList) + [10, 1_000, 10_000].map(hosts) + [10, 1_000, 10_000].map(paths)
        + [10, 30_000].map(hostList)

    private static func call(_ tool: String, _ args: String) -> String {
        #"{"tool": "\#(tool)", "args": {\#(args)}, "context": {"environment": "production", "agent": "support-7"}}"#
    }

    /// Rules that test one field for equality; a call that meets none and one that meets one.
    private static func equality(_ count: Int) -> Scenario {
        Scenario(
            "field/\(count)",
            documents(count) { rule("r\($0)", "transfer", #"args.account == "account_\#(digits($0, 6))""#) },
            [
                Call(call("transfer", #""account": "account_900000""#), "allow"),
                Call(call("transfer", #""account": "account_\#(digits(count / 2, 6))""#), "deny"),
            ])
    }

    /// Patterns over one string, of four shapes, the kind that lists of recipients and of commands have.
    public static func pattern(_ index: Int) -> String {
        switch index % 4 {
        case 0: #"@host\#(index)\.invalid$"#
        case 1: "^user\(index)[a-z]*@"
        case 2: #"secret[-_]\#(index)x"#
        default: #"(drop|delete) table t\#(index)_"#
        }
    }

    /// What ``pattern(_:)`` is looked for in: nothing is found.
    public static let patternSubject = "ann.example+billing@approved.invalid"

    private static func patterns(_ count: Int) -> Scenario {
        Scenario(
            "patterns/\(count)",
            documents(count) { rule("r\($0)", "send", "args.recipient.matches(r\"\(pattern($0))\")") },
            [Call(call("send", #""recipient": "\#(patternSubject)""#), "allow")])
    }

    /// Rules with one guard in common: a call that the guard lets pass by all of them, and one that it doesn't.
    private static func guarded(_ count: Int) -> Scenario {
        Scenario(
            "guard/\(count)",
            documents(count) {
                rule("r\($0)", "pay", #"context.environment == "production" && args.region == "eu" && args.amount > \#(1000 + $0)"#)
            },
            [
                Call(call("pay", #""region": "us", "amount": 500"#), "allow"),
                Call(call("pay", #""region": "eu", "amount": 500"#), "allow"),
            ])
    }

    /// One rule with a list.
    private static func membership(_ count: Int) -> Scenario {
        let list = (0..<count).map { #""account_\#(digits($0, 6))""# }.joined(separator: ",")
        return Scenario(
            "set/\(count)", ["rules:\n" + rule("listed", "transfer", "args.account in [\(list)]")],
            [
                Call(call("transfer", #""account": "account_absent""#), "allow"),
                Call(call("transfer", #""account": "account_\#(digits(count / 2, 6))""#), "deny"),
            ])
    }

    /// An e-mail address of a list that a file has; all are of one length.
    public static func address(_ index: Int) -> String {
        "user\(digits(index, 7)).example@host-\(digits(index % 5_000, 4)).invalid"
    }

    /// The policy of ``namedList(_:)``, and the name of its file.
    public static let listPolicy = "lists: {opted_out: {file: opted_out.txt}}\nrules:\n"
        + rule("listed", "send", "args.recipient in lists.opted_out")

    public static func listText(_ count: Int) -> String { (0..<count).map { address($0) + "\n" }.joined() }

    /// A call that sends to an address.
    public static func sending(to address: String) -> String { call("send", #""recipient": "\#(address)""#) }

    /// One rule with a list out of a file: an address that is not on it, and one that is.
    private static func namedList(_ count: Int) -> Scenario {
        Scenario(
            "list/\(count)", [listPolicy], listFiles: ["opted_out.txt": listText(count)],
            [
                Call(sending(to: address(count)), "allow"),
                Call(sending(to: address(count / 2)), "deny"),
            ])
    }

    /// A deny list of hosts: suffixes.
    private static func hosts(_ count: Int) -> Scenario {
        Scenario(
            "hosts/\(count)",
            documents(count) { rule("r\($0)", "fetch", #"args.host.endsWith(".host-\#(digits($0, 6)).invalid")"#) },
            [
                Call(call("fetch", #""host": "files.approved.invalid""#), "allow"),
                Call(call("fetch", #""host": "www.host-\#(digits(count / 2, 6)).invalid""#), "deny"),
            ])
    }

    /// The same as one rule with a list.
    private static func hostList(_ count: Int) -> Scenario {
        let list = (0..<count).map { #"".host-\#(digits($0, 6)).invalid""# }.joined(separator: ",")
        return Scenario(
            "host_list/\(count)",
            ["rules:\n" + rule("listed", "fetch", "[\(list)].exists(s, args.host.endsWith(s))")],
            [
                Call(call("fetch", #""host": "files.approved.invalid""#), "allow"),
                Call(call("fetch", #""host": "www.host-\#(digits(count / 2, 6)).invalid""#), "deny"),
            ])
    }

    /// A deny list of paths: prefixes.
    private static func paths(_ count: Int) -> Scenario {
        Scenario(
            "paths/\(count)",
            documents(count) { rule("r\($0)", "read", #"args.path.startsWith("/srv/tenant-\#(digits($0, 6))/")"#) },
            [
                Call(call("read", #""path": "/usr/share/doc/readme.txt""#), "allow"),
                Call(call("read", #""path": "/srv/tenant-\#(digits(count / 2, 6))/keys.txt""#), "deny"),
            ])
    }
}
