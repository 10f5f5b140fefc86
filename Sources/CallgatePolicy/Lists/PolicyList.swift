/// A set of values that conditions name as `lists.NAME`.
public struct PolicyList: Sendable {
    /// An identifier of CEL.
    public var name: String
    public var values: ListValues

    public init(name: String, values: ListValues) {
        self.name = name
        self.values = values
    }

    /// What conditions call it.
    public var variable: String { Self.variable(name) }

    /// What conditions call the list of a name.
    public static func variable(_ name: String) -> String { prefix + name }

    /// The name of the list that a variable is, or nil.
    public static func name(ofVariable variable: String) -> String? {
        // A leading dot passes by the variables of loops.
        let plain = variable.hasPrefix(".") ? variable.dropFirst() : variable[...]
        return plain.hasPrefix(prefix) ? String(plain.dropFirst(prefix.count)) : nil
    }

    private static let prefix = "lists."
}

/// A file that a document names for a list.
public struct ListFile: Hashable, Sendable {
    /// As it is written.
    public var path: String
    /// The index of the document, which the path is relative to.
    public var document: Int

    public init(path: String, document: Int) {
        self.path = path
        self.document = document
    }
}

/// Why a file of a list can't be read, as a part of a sentence: with the path that was tried.
public struct ListFileError: Error, Hashable, Sendable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}

/// How a file holds a list.
public enum ListFormat: Hashable, Sendable {
    /// One text a line.
    case text
    /// One field of each row, a text.
    case csv(column: ListColumn)
    /// An array of texts, numbers, truth values and nulls.
    case json
}

/// A column of a CSV file.
public enum ListColumn: Hashable, Sendable {
    /// By what the first row calls it.
    case name(String)
    /// From 1; the first row holds a value too.
    case number(Int)
}
