/// The bounds within which an expression is accepted.
///
/// cel-spec asks every implementation for 32 levels of nesting and 32 repetitions of each rule;
/// these are well above that, and low enough that parsing, checking and printing what is deepest
/// fits a stack of 1 MiB in an optimised build and of 4 MiB in a debug build.
public enum Limits {
    /// UTF-8 bytes in the source of one expression: a list of a million hosts has some 25 million.
    public static let sourceBytes = 1 << 25
    /// Words, operators and brackets of the source: all but literals and commas.
    public static let words = 65_536
    /// Literals of the source, and likewise commas: elements of long lists.
    public static let literals = 1_100_000
    /// Brackets, calls, unary operators and conditionals that are open at once while parsing.
    public static let nesting = 200
    /// Levels of the tree, macro expansions included. A chain of one left-associative operator
    /// costs one level a term; `&&` and `||` cost the logarithm of their terms.
    public static let treeDepth = 300
    /// Nodes of the tree, entries of maps and messages and macro expansions included; but not literals
    /// that are elements of lists.
    public static let nodes = 50_000
    /// Errors, and likewise warnings, reported for one expression.
    public static let errors = 20
    /// Constructors in one type; a larger type widens to `dyn`.
    public static let typeSize = 512
    /// Steps of unification for one expression.
    public static let unificationSteps = 10_000_000
}
