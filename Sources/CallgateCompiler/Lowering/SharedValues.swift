import CallgateLanguage

/// Values that occur more than once in the rules of a program, kept in registers of their own.
///
/// A value is kept only where it is certainly computed, outside of branches and loops; it is then
/// there for everything that follows.
struct SharedValues {
    private let wanted: [Int: UInt8]
    private var computed: Set<Int> = []
    private var branches = 0
    /// The numbers of the current rule's nodes, by their IDs.
    var numbers = NodeTable<Int>()

    /// Registers for such values; more would leave too few for computing.
    static let mostRegisters = 32

    /// - Parameter wanted: registers by the values' numbers.
    init(wanted: [Int: UInt8] = [:]) { self.wanted = wanted }

    mutating func enterBranch() { branches += 1 }

    mutating func leaveBranch() { branches -= 1 }

    /// The register in which a node's value has been computed before.
    func register(of node: Int) -> UInt8? {
        guard let number = numbers[node], computed.contains(number) else { return nil }
        return wanted[number]
    }

    /// The register to keep a node's value in, where it is wanted and certain.
    func place(for node: Int) -> UInt8? {
        guard branches == 0, let number = numbers[node], let register = wanted[number] else {
            return nil
        }
        return register
    }

    mutating func keep(_ node: Int) {
        if let number = numbers[node] { computed.insert(number) }
    }
}
