extension Expr {
    /// The nodes directly below, in the order of evaluation.
    public var children: [Expr] {
        switch node {
        case .literal, .ident: []
        case .select(let operand, _), .presence(let operand, _): [operand]
        case .call(_, let target, let args): (target.map { [$0] } ?? []) + args
        case .list(let elements, _): elements
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .message(_, let fields): fields.map(\.value)
        case .comprehension(let fold): [fold.range, fold.initial, fold.condition, fold.step, fold.result]
        }
    }

    /// The greatest ID of the tree, those of entries and fields included.
    var greatestID: Int {
        let own: [Int] =
            switch node {
            case .map(let entries): entries.map(\.id)
            case .message(_, let fields): fields.map(\.id)
            default: []
            }
        return (own + children.map(\.greatestID)).reduce(id, max)
    }
}
