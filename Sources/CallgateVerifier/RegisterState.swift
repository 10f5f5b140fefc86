/// What is known of the registers before an instruction: which are written, and what with.
///
/// The three sets are disjoint.
struct RegisterState: Equatable {
    /// Hold the value of an expression, or an error.
    var values = RegisterSet()
    /// Hold a list or map that is being built, or an error.
    var builders = RegisterSet()
    /// Hold the state of a loop.
    var iterators = RegisterSet()

    func isReadable(_ register: UInt8) -> Bool {
        values.contains(register) || builders.contains(register)
    }

    /// What a register may hold.
    enum Content { case value, builder, iterator }

    mutating func write(_ register: UInt8, _ content: Content) {
        values.remove(register)
        builders.remove(register)
        iterators.remove(register)
        switch content {
        case .value: values.insert(register)
        case .builder: builders.insert(register)
        case .iterator: iterators.insert(register)
        }
    }

    /// Whether all that `other` says holds here too.
    func includes(_ other: RegisterState) -> Bool {
        other.values.isSubset(of: values) && other.builders.isSubset(of: builders)
            && other.iterators.isSubset(of: iterators)
    }

    /// What is known where two ways meet. What is being built on one way only can still be read.
    mutating func meet(_ other: RegisterState) {
        var readable = values.union(builders)
        readable.formIntersection(other.values.union(other.builders))
        builders.formIntersection(other.builders)
        values = readable.subtracting(builders)
        iterators.formIntersection(other.iterators)
    }
}
