import Foundation

/// Numbers for people.
enum Format {
    /// With as many decimals as tell something.
    static func number(_ value: Double) -> String {
        let decimals =
            value.rounded() == value || value >= 1000 ? 0 : value >= 100 ? 1 : value >= 0.01 ? 2 : 6
        return String(format: "%.\(decimals)f", value)
    }

    /// A share of 1 as a change in percent, with its sign.
    static func change(_ share: Double) -> String { String(format: "%+.2f %%", share * 100) }

    /// Columns as wide as their widest cell: the first one to the left, numbers to the right.
    static func table(_ rows: [[String]]) -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
