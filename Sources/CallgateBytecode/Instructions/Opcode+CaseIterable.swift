// Apart from the enums, so that the hot files also compile where metadata may not be allocated.
extension Opcode: CaseIterable {
    public static var allCases: [Opcode] { (0...UInt8.max).compactMap(Opcode.init(rawValue:)) }
}

extension TimePart: CaseIterable {
    public static var allCases: [TimePart] { (0...UInt8.max).compactMap(TimePart.init(rawValue:)) }
}

extension Builtin: CaseIterable {
    public static var allCases: [Builtin] { (0...UInt8.max).compactMap(Builtin.init(rawValue:)) }
}
