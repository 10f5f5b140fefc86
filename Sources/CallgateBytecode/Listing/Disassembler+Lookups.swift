extension Disassembler {
    /// Keys of one lookup that are listed.
    private static let mostKeys = 8

    /// Lookups, and what the first keys of each stand for.
    mutating func listLookups() {
        guard view.lookups.count > 0 else { return }
        lines += ["", "lookups"]
        for index in 0..<view.lookups.count {
            let lookup = view.lookups[index]
            let kind = LookupKind(rawValue: lookup.kind)
            let keys = lookup.places.range.filter { view.places[$0].tag != 0 }
            lines.append(
                "  \(Self.column("\(index)", 5))\(Self.column(kind.map { "\($0)" } ?? "?", 11))"
                    + "\(keys.count) keys in \(lookup.places.count) places"
                    + (kind?.notesRules == true ? ", notes \(rules(lookup.all))" : ""))
            for place in keys.prefix(Self.mostKeys) {
                let record = view.places[place]
                let notes = kind?.notesRules == true ? " -> \(rules(record.label))" : ""
                lines.append("         \(text(of: record))\(notes)")
            }
            if keys.count > Self.mostKeys { lines.append("         …") }
        }
    }

    /// The positions of a list's rules.
    private func rules(_ label: UInt32) -> String {
        var numbers: [String] = []
        var index = Int(label)
        while true {
            let rule = view.cases[index]
            numbers.append("\(rule & ~LookupRecord.lastCase)")
            if rule & LookupRecord.lastCase != 0 { break }
            index += 1
        }
        let shown = numbers.prefix(Self.mostKeys).joined(separator: ", ")
        return numbers.count > Self.mostKeys ? "\(numbers.count) rules: \(shown), …" : "rule \(shown)"
    }

    private func text(of place: PlaceRecord) -> String {
        switch place.kind {
        case .empty: "-"
        case .null: "null"
        case .bool: place.key == 1 ? "true" : "false"
        case .int: "\(Int64(bitPattern: place.key))"
        case .uint: "\(place.key)u"
        case .double: "\(Double(bitPattern: place.key))"
        case .text: Self.quoted(view.text(place.text))
        case .fragment:
            "piece "
                + Self.quoted(
                    String(
                        decoding: (0..<Int(place.key >> 32)).map { UInt8(truncatingIfNeeded: place.key >> UInt64(8 * $0)) },
                        as: UTF8.self))
        }
    }
}
