extension Diagnostic: CustomStringConvertible {
    /// The widest source line that is shown whole, in columns of a terminal.
    static let widestLine = 100

    /// The diagnostic as plain text, without a line feed at its end.
    public var description: String { rendered() }

    /// The diagnostic as text:
    ///
    ///     policy.yaml:7:11: error: `===` is not an operator of CEL
    ///       when: args.n === 1
    ///                    ^~~
    ///     suggestion: ==
    ///     note: ...
    ///
    /// Tabs become four spaces; control and format characters are shown by their numbers, in the
    /// message as well, as they could deceive a reader or steer a terminal. A line wider than
    /// 100 columns is clipped around the place.
    /// - Parameter colored: whether to use the terminal's colours, ECMA-48.
    public func rendered(colored: Bool = false) -> String {
        let style = Style(isOn: colored)
        var place = ""
        if let file { place += Self.escaped(file) + ":" }
        place += "\(line):\(column): "
        let name = style.wrap(severity.rawValue + ":", severity == .error ? .red : .yellow)
        var lines = [style.wrap(place, .bold) + name + " " + style.wrap(Self.escaped(message), .bold)]
        if let sourceLine {
            let excerpt = Excerpt(sourceLine, column: column, length: length, width: Self.widestLine)
            lines.append(excerpt.text)
            lines.append(excerpt.indent + style.wrap(excerpt.underline, .green))
        }
        if let suggestion { lines.append(style.wrap("suggestion:", .green) + " " + Self.escaped(suggestion)) }
        for note in notes { lines.append(style.wrap("note:", .bold) + " " + Self.escaped(note)) }
        return lines.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { Cell($0).text }.joined()
    }

    private struct Style {
        enum Color: String {
            case bold = "1"
            case red = "1;31"
            case yellow = "1;33"
            case green = "1;32"
        }

        var isOn: Bool

        func wrap(_ text: String, _ color: Color) -> String {
            isOn ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
        }
    }
}

/// How one scalar is shown, and over how many columns of a terminal.
private struct Cell {
    var text: String
    var width: Int

    init(_ scalar: Unicode.Scalar) {
        switch scalar.properties.generalCategory {
        case .control where scalar == "\t":
            self = Cell(text: "    ", width: 4)
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            let text = "<U+\(Self.hex(scalar.value))>"
            self = Cell(text: text, width: text.count)
        case .nonspacingMark, .enclosingMark:
            self = Cell(text: String(scalar), width: 0)
        default:
            self = Cell(text: String(scalar), width: Self.isWide(scalar.value) ? 2 : 1)
        }
    }

    private init(text: String, width: Int) {
        self.text = text
        self.width = width
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The blocks that terminals show two columns wide, after UAX 11.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

/// The part of a line around a place, and the marks below it.
private struct Excerpt {
    private static let ellipsis = "..."
    var text = ""
    var indent = ""
    var underline = "^"

    init(_ line: String, column: Int, length: Int, width: Int) {
        let scalars = Array(line.unicodeScalars)
        let place = min(max(column - 1, 0), scalars.count)
        var first = place
        var used = 0
        // Two thirds of the width may go to what is left of the place, more if the line's end is near.
        let tail = Self.width(scalars[place...].prefix(width))
        let room = max(width * 2 / 3, width - tail)
        while first > 0 {
            let next = Cell(scalars[first - 1]).width
            if used + next > room { break }
            used += next
            first -= 1
        }
        var end = place
        while end < scalars.count {
            let next = Cell(scalars[end]).width
            if used + next > width { break }
            used += next
            end += 1
        }
        let prefix = first > 0 ? Self.ellipsis : ""
        text = prefix + scalars[first..<end].map { Cell($0).text }.joined() + (end < scalars.count ? Self.ellipsis : "")
        indent = String(repeating: " ", count: prefix.count + Self.width(scalars[first..<place]))
        let marked = min(end, place + max(length, 0))
        let extent = Self.width(scalars[place..<max(place, marked)])
        underline += String(repeating: "~", count: max(extent - 1, 0))
    }

    private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + Cell($1).width }
    }
}
