/// The bounds within which an expression is accepted.
///
/// cel-spec asks every implementation for 32 levels of nesting and 32 repetitions of each rule;
/// these are well above that, and low enough that parsing, checking and printing what is deepest
/// fits a stack of 1 MiB in an optimised build and of 4 MiB in a debug build.
public enum Limits {
    /// UTF-8 bytes in the source of one expression.
    public static let sourceBytes = 65_536
    /// Brackets, calls, unary operators and conditionals that are open at once while parsing.
    public static let nesting = 200
    /// Levels of the tree, macro expansions included. A chain of one left-associative operator
    /// costs one level a term; `&&` and `||` cost the logarithm of their terms.
    public static let treeDepth = 300
    /// Nodes of the tree, entries of maps and messages and macro expansions included. Without macros
    /// the bytes allow no more than 49,153, for a map of one-digit keys and values.
    public static let nodes = 50_000
    /// Errors, and likewise warnings, reported for one expression.
    public static let errors = 20
    /// Constructors in one type; a larger type widens to `dyn`.
    public static let typeSize = 512
    /// Steps of unification for one expression.
    public static let unificationSteps = 10_000_000
}
