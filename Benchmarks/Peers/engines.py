"""Policy and expression engines that Python can import, deciding the example's calls.

Each engine is a function that returns what decides a call from its JSON text, as "allow", "review" or
"deny", and what calls the engine with hardly anything to do: the floor of its binding.
"""

import json

# The example's conditions in standard CEL, with the effect of each, by tool.
RULES = {
    "delete_customer": [
        ('context.environment != "development"', "deny"),
        ("args.cascade == true", "deny"),
    ],
    "refund_payment": [("args.amount_cents > 50000", "review")],
    "send_outreach": [(r'!args.recipient.matches("@approved\\.invalid$")', "deny")],
}
STRENGTH = ["allow", "review", "deny"]


def strongest(effects):
    return max(effects, key=STRENGTH.index, default="allow")


def cel_python():
    import celpy
    from celpy import adapter

    environment = celpy.Environment()

    def program(source):
        return environment.program(environment.compile(source))

    rules = {tool: [(program(source), effect) for source, effect in of] for tool, of in RULES.items()}
    true = program("true")

    def decide(text):
        call = json.loads(text)
        names = {"args": adapter.json_to_cel(call["args"]), "context": adapter.json_to_cel(call["context"])}
        return strongest(effect for when, effect in rules[call["tool"]] if when.evaluate(names))

    return decide, lambda: true.evaluate({})


def cel_rust():
    import cel

    rules = {tool: [(cel.compile(source), effect) for source, effect in of] for tool, of in RULES.items()}
    true = cel.compile("true")

    def decide(text):
        call = json.loads(text)
        names = {"args": call["args"], "context": call["context"]}
        return strongest(effect for when, effect in rules[call["tool"]] if when.execute(names))

    return decide, lambda: true.execute({})


def zen():
    import zen as engine

    # Its own language: `args.recipient` has no patterns that are searched for, so the end is compared.
    conditions = {
        "delete_customer": [('context.environment != "development"', "deny"), ("args.cascade == true", "deny")],
        "refund_payment": [("args.amount_cents > 50000", "review")],
        "send_outreach": [('not endsWith(args.recipient, "@approved.invalid")', "deny")],
    }
    compiled = {
        tool: [(engine.compile_expression(source), effect) for source, effect in of]
        for tool, of in conditions.items()
    }
    true = engine.compile_expression("true")

    def decide(text):
        call = json.loads(text)
        return strongest(effect for when, effect in compiled[call["tool"]] if when.evaluate(call))

    return decide, lambda: true.evaluate({})


def cedar():
    import cedarpy

    # Cedar knows allow and deny; a review is a policy of its own that is asked after the first.
    deny = cedarpy.PolicySet.from_str("""
        permit(principal, action, resource);
        forbid(principal, action == Action::"delete_customer", resource)
            when { context.context.environment != "development" };
        forbid(principal, action == Action::"delete_customer", resource) when { context.args.cascade };
        forbid(principal, action == Action::"send_outreach", resource)
            unless { context.args.recipient like "*@approved.invalid" };
    """)
    review = cedarpy.PolicySet.from_str("""
        permit(principal, action, resource);
        forbid(principal, action == Action::"refund_payment", resource) when { context.args.amount_cents > 50000 };
    """)
    empty = cedarpy.PolicySet.from_str("permit(principal, action, resource);")
    entities = cedarpy.Entities.from_json_str("[]")

    def ask(policies, action, context):
        request = {
            "principal": 'Agent::"a"', "action": f'Action::"{action}"', "resource": 'Tool::"t"', "context": context,
        }
        return cedarpy.is_authorized(request, policies, entities).allowed

    def decide(text):
        call = json.loads(text)
        context = {"args": call["args"], "context": call["context"]}
        if not ask(deny, call["tool"], context):
            return "deny"
        return "allow" if ask(review, call["tool"], context) else "review"

    return decide, lambda: ask(empty, "none", {})


# Distribution, what it is, how it is made ready.
ENGINES = [
    ("common-expression-language", "cel-rust, from Python", cel_rust),
    ("cel-python", "Python", cel_python),
    ("cedarpy", "Cedar, from Python", cedar),
    ("zen-engine", "ZEN, from Python", zen),
]
