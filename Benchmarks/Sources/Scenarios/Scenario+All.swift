extension Scenario {
    /// Those whose policies take no longer than some seconds to compile.
    public static let small = sized + rules + tools.dropLast()
    /// 300,000 rules.
    public static let large = tools[tools.count - 1]
}
