/// A function or operator with all the forms in which it can be called.
public struct FunctionDeclaration: Hashable, Sendable {
    /// Unqualified or dotted, or the reserved name of an operator.
    public var name: String
    public var overloads: [Overload]

    public init(_ name: String, _ overloads: [Overload]) {
        self.name = name
        self.overloads = overloads
    }
}

/// One form of a function.
public struct Overload: Hashable, Sendable {
    /// Unique among all functions; those of the standard are named as in cel-go.
    public let id: String
    /// With the type of the receiver first, where ``isMember``. ``CELType/parameter(_:)`` stands
    /// for any type, the same one wherever its name recurs.
    public let parameters: [CELType]
    public let result: CELType
    /// Called as `a.f(b)` rather than as `f(a, b)`.
    public let isMember: Bool
    /// The names of the type parameters: asked for at every call, so they are collected once.
    let typeParameters: Set<String>

    public init(_ id: String, _ parameters: [CELType], _ result: CELType, isMember: Bool = false) {
        self.id = id
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
        var names: Set<String> = []
        for type in parameters + [result] { Self.collect(type, into: &names) }
        typeParameters = names
    }

    private static func collect(_ type: CELType, into names: inout Set<String>) {
        if case .parameter(let name) = type { names.insert(name) }
        for component in type.components { collect(component, into: &names) }
    }
}

/// Functions by name.
public struct FunctionTable: Hashable, Sendable {
    public private(set) var byName: [String: FunctionDeclaration] = [:]
    /// What stands before a dot in the names, such as `math`.
    private(set) var namespaces: Set<String> = []

    public init(_ declarations: [FunctionDeclaration] = []) {
        for declaration in declarations { add(declaration) }
    }

    public subscript(name: String) -> FunctionDeclaration? { byName[name] }

    /// Adds the overloads of a declaration to those that its name has; one with an ID that is
    /// there already replaces it.
    public mutating func add(_ declaration: FunctionDeclaration) {
        var overloads = byName[declaration.name]?.overloads ?? []
        overloads.removeAll { old in declaration.overloads.contains { $0.id == old.id } }
        byName[declaration.name] = FunctionDeclaration(declaration.name, overloads + declaration.overloads)
        var namespace = declaration.name[...]
        while let dot = namespace.lastIndex(of: ".") {
            namespace = namespace[..<dot]
            namespaces.insert(String(namespace))
        }
    }

    public mutating func add(_ table: FunctionTable) {
        for declaration in table.byName.values { add(declaration) }
    }

    // MARK: Rows

    /// A function whose overloads are all called as `f(a, b)`.
    static func function(
        _ name: String, _ rows: [(id: String, parameters: [CELType], result: CELType)]
    ) -> FunctionDeclaration {
        FunctionDeclaration(name, rows.map { Overload($0.id, $0.parameters, $0.result) })
    }

    /// A function whose overloads are all called as `a.f(b)`.
    static func method(
        _ name: String, _ rows: [(id: String, parameters: [CELType], result: CELType)]
    ) -> FunctionDeclaration {
        FunctionDeclaration(name, rows.map { Overload($0.id, $0.parameters, $0.result, isMember: true) })
    }
}
