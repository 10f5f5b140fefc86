import CallgateLanguage
import CallgatePolicy
import Testing

/// Fields of calls that approvals and records name.
@Suite struct FieldPathTests {
    private static let rest = "\nrules: [{name: r, tool: t, action: deny}]\n"

    private static func approvals(_ requester: String, _ message: String, _ suggestion: String? = nil) -> Rejection {
        Rejection("approvals: {requester: \(requester)}" + rest, message, suggestion)
    }

    private static func records(_ settings: String, _ message: String, _ suggestion: String? = nil) -> Rejection {
        Rejection("records: {\(settings)}" + rest, message, suggestion)
    }

    static let rejections: [Rejection] = [
        approvals("context.«»", "expected the name of a field"),
        approvals("context.on«-behalf-of»", "`context.on-behalf-of` is no field of a call: expected a dot", "context.`on-behalf-of`"),
        approvals("[context.agent, context.«`on-behalf»]", "expected a closing quote", "context.`on-behalf`"),
        approvals("[context.«.user»]", "expected the name of a field", "context.user"),
        approvals("«user»", "must start with args or context", "context.user"),
        approvals("«Context.user»", "must start with args or context", "context.user"),
        approvals("«contxt.user.id»", "must start with args or context", "context.user.id"),
        approvals("«$.context.user»", "must start with args or context", "context.user"),
        approvals("context.«0»", "expected the name of a field", "context.`0`"),
        approvals("'args.people.«0»'", "expected the name of a field", "args.people[0]"),
        approvals("'args.people.«*.id»'", "expected the name of a field", "args.people[*].id"),
        approvals("'args.people[«].id»'", "expected an index", "args.people[*].id"),
        approvals("'args.«*»'", "expected the name of a field"),
        approvals("'args.people[«-1]»'", "expected an index"),
        approvals("'args.people[«x]»'", "expected an index"),
        approvals("'args.people[0«.5]»'", "expected a closing bracket"),
        approvals("'args.people[0«:1]»'", "expected a closing bracket"),
        approvals("'args.people[99999999999999999999«]»'", "expected an index"),
        approvals("'args[\"a\"«»'", "expected a closing bracket", "args[\"a\"]"),
        approvals("«context»", "`context` is all of it and no field"),
        approvals("«'context[0]'»", "`context` has fields and no elements, so that `context[0]` is nothing"),
        records("args: ['args.items[*«»']", "`args.items[*` is no field of a call: expected a closing bracket", "args.items[*]"),
        records("args: [args.card« number»]", "expected a dot or a bracket", "args.`card number`"),
        records("args: [args.ok, args.«`odd»]", "expected a closing quote", "args.`odd`"),
        records("args: [«card.number»]", "must start with args or context", "args.card.number"),
        records("context: [«token»]", "must start with args or context", "context.token"),
        records("args: [args.a, «context.b»]", "`context.b` is no field of `args`", "list it under `context`"),
        records("redact: [«args»]", "`args` is all of it and no field"),
        records("redact: [«arguments.card»]", "must start with args or context", "args.card"),
        records("redact: [\"args[«\\\"a»\"]", "expected a closing quote", "args[\"a\"]"),
        records("redact: ['args[\"a«\\\"b\"]»']", "can't be written with escapes"),
        records("redact: args.«é»", "expected the name of a field", "args.`é`"),
    ]

    @Test("What is no path of a field is refused where it stops to be one", arguments: rejections)
    func rejects(_ rejection: Rejection) { rejection.verify(errors(rejection.document.text)) }

    @Test("A suggestion is a path of a field", arguments: rejections)
    func suggestions(_ rejection: Rejection) {
        guard let suggestion = rejection.suggestion, !suggestion.hasPrefix("list it") else { return }
        #expect((try? FieldPath(suggestion))?.steps.count ?? 0 > 1)
    }

    @Test("Every form of a path, wherever paths stand")
    func accepts() throws {
        let text = """
            approvals:
              requester:
                - context.`on-behalf-of`
                - context["acting as"].id
                - args.people[0]
                - args.owners[*].id
            records:
              args: ['args["odd key"]', "args['é']", 'args.items[*].price']
              context: [context.`a.b`]
              redact: [args.a.b, 'args.list[3]']
            """ + Self.rest
        let settings = try load(text).settings
        #expect(settings.requesters.map(\.steps) == [
            [.field("context"), .field("on-behalf-of")], [.field("context"), .field("acting as"), .field("id")],
            [.field("args"), .field("people"), .element(0)], [.field("args"), .field("owners"), .everyElement, .field("id")],
        ])
        guard case .fields(let args) = settings.records.arguments, case .fields(let context) = settings.records.context
        else {
            Issue.record("fields are listed")
            return
        }
        #expect(args.map(\.steps) == [
            [.field("args"), .field("odd key")], [.field("args"), .field("é")],
            [.field("args"), .field("items"), .everyElement, .field("price")],
        ])
        #expect(context.map(\.steps) == [[.field("context"), .field("a.b")]])
        #expect(settings.records.redacted.map(\.text) == ["args.a.b", "args.list[3]"])
    }

    @Test("The usual fields of who asks are four")
    func usual() throws {
        #expect(GuardSettings.usualRequesters.map(\.text) == ["context.user", "context.user_id", "context.user.id", "context.requester"])
    }
}
