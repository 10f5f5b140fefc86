/// The reserved function names under which operators appear in the tree.
public enum Operator: String, Sendable, CaseIterable {
    case conditional = "_?_:_"
    case and = "_&&_"
    case or = "_||_"
    case not = "!_"
    case equals = "_==_"
    case notEquals = "_!=_"
    case less = "_<_"
    case lessEquals = "_<=_"
    case greater = "_>_"
    case greaterEquals = "_>=_"
    case add = "_+_"
    case subtract = "_-_"
    case multiply = "_*_"
    case divide = "_/_"
    case modulo = "_%_"
    case negate = "-_"
    case index = "_[_]"
    case optionalIndex = "_[?_]"
    case optionalSelect = "_?._"
    case `in` = "@in"
    /// True unless its operand is exactly false; the loop condition of `all` and `exists`, which
    /// must go on past errors.
    case notStrictlyFalse = "@not_strictly_false"
}
