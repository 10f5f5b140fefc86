/// What a slot holds. Raw values are part of the image format.
@frozen
public enum ValueKind: UInt8, Sendable {
    case null = 0
    case bool = 1
    case int = 2
    case uint = 3
    case double = 4
    case string = 5
    case bytes = 6
    case list = 7
    case map = 8
    case timestamp = 9
    case duration = 10
    case type = 11
    case error = 12
    /// The state of a loop; never the value of an expression.
    case iterator = 13
}

/// Where the bytes behind a string, list or map are.
@frozen
public enum Region: UInt8, Sendable {
    /// The JSON text of the call. Lists and maps are views of their JSON text.
    case call = 0
    /// The data section of the image. Lists and maps are arrays of slots.
    case image = 1
    /// The machine's arena. Lists and maps are arrays of slots.
    case arena = 2
}
