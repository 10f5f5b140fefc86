extension Expr: CustomStringConvertible {
    /// The tree as canonical CEL source: one space around binary operators, only the parentheses
    /// that are needed, macros as they are written. Parsing it gives a tree of the same shape.
    ///
    /// A fold that no macro made, and the functions that only expansions call, are shown in a
    /// notation that does not parse.
    public var description: String {
        var printer = ExprPrinter()
        printer.print(self, in: .conditional)
        return printer.text
    }
}

struct ExprPrinter {
    /// How tightly a place binds what stands in it.
    enum Level: Int, Comparable {
        case conditional, or, and, relation, sum, product, unary, member

        static func < (first: Level, second: Level) -> Bool { first.rawValue < second.rawValue }
        var tighter: Level { Level(rawValue: rawValue + 1) ?? .member }
    }

    var text = ""

    mutating func print(_ expr: Expr, in level: Level) {
        if Self.level(of: expr) < level {
            text += "("
            printBare(expr)
            text += ")"
        } else {
            printBare(expr)
        }
    }

    private mutating func printBare(_ expr: Expr) {
        switch expr.node {
        case .literal(let literal): text += literal.description
        case .ident(let name): printName(name)
        case .select(let operand, let field): printSelection(operand, ".", field)
        case .presence(let operand, let field):
            text += "has("
            printSelection(operand, ".", field)
            text += ")"
        case .call(let function, let target, let args):
            if target == nil, let operation = Operator(rawValue: function), printOperation(operation, args) { return }
            if let target {
                print(target, in: .member)
                text += "."
            }
            text += function
            printElements("(", args, ")") { printer, arg in printer.print(arg, in: .conditional) }
        case .list(let elements, let optionals):
            let marked = Set(optionals)
            printElements("[", Array(elements.enumerated()), "]") { printer, element in
                if marked.contains(element.offset) { printer.text += "?" }
                printer.print(element.element, in: .conditional)
            }
        case .map(let entries):
            printElements("{", entries, "}") { printer, entry in
                if entry.isOptional { printer.text += "?" }
                printer.print(entry.key, in: .conditional)
                printer.text += ": "
                printer.print(entry.value, in: .conditional)
            }
        case .message(let name, let fields):
            text += name
            printElements("{", fields, "}") { printer, field in
                if field.isOptional { printer.text += "?" }
                printer.text += Self.field(field.name) + ": "
                printer.print(field.value, in: .conditional)
            }
        case .comprehension(let fold):
            printFold(fold)
        }
    }

    mutating func printElements<Element>(
        _ opening: String, _ elements: [Element], _ closing: String,
        _ printElement: (inout ExprPrinter, Element) -> Void
    ) {
        text += opening
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            printElement(&self, element)
        }
        text += closing
    }

    mutating func printSelection(_ operand: Expr, _ dot: String, _ field: String) {
        print(operand, in: .member)
        text += dot + Self.field(field)
    }

    /// A field's name, in back-quotes where it is no plain name.
    private static func field(_ name: String) -> String {
        name.isPlainName ? name : "`\(name)`"
    }
}
