import CallgateBytecode
import CallgateLanguage
import CallgatePolicy

/// A list of the policy, and what of it is in the image.
struct BuiltList {
    let list: PolicyList
    /// Where conditions look values up.
    var lookup: UInt32?
    /// Where they do more with the list.
    var constant: UInt32?
    /// The texts of the lookup, which come last in the image.
    var text: [UInt8] = []

    init(_ list: PolicyList) { self.list = list }
}

extension ImageBuilder {
    /// The index of the list that an expression names, or nil.
    func list(_ expr: Expr) -> Int? {
        guard !lists.isEmpty, case .ident(let variable) = expr.node, let name = PolicyList.name(ofVariable: variable)
        else { return nil }
        return lists.firstIndex { $0.list.name == name }
    }

    /// The lookup of a list's values, its own: other lists, and constants, may have the same values today.
    mutating func lookup(ofList index: Int, at range: SourceRange) throws(LoweringError) -> UInt32 {
        if let known = lists[index].lookup { return known }
        let table: ListTable
        do {
            table = try ListTable(lists[index].list.values)
        } catch {
            throw LoweringError("too many values of the list `\(lists[index].list.name)` have the same hash", at: range)
        }
        let start = UInt32(contents.places.count)
        contents.places += table.places
        lists[index].text = table.text
        contents.lookups.append(
            LookupRecord(
                kind: .set, places: RunRef(start: start, count: UInt32(table.places.count)),
                cases: RunRef(start: UInt32(contents.cases.count), count: 0),
                filter: RunRef(start: UInt32(contents.filters.count), count: 0), longest: UInt32(table.longest)))
        let lookup = UInt32(contents.lookups.count - 1)
        lists[index].lookup = lookup
        return lookup
    }

    /// A list as a constant, for whatever is not looking values up.
    mutating func constant(ofList index: Int, at range: SourceRange) throws(LoweringError) -> Slot {
        if let known = lists[index].constant { return contents.constants[Int(known)] }
        let values = lists[index].list.values
        guard values.count <= CompilerLimits.constantList else {
            throw LoweringError(
                """
                the list `\(lists[index].list.name)` has \(values.count) values: in one of more than \
                \(CompilerLimits.constantList), values can be looked up with `in`, and nothing else
                """, at: range, suggestion: "value in \(lists[index].list.variable)")
        }
        let elements = values.items.map { item -> ConstantValue in
            switch item {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .double(let value): .double(bits: value.bitPattern)
            case .text(let start, let count): .string(Array(values.bytes(start, count)))
            }
        }
        let constant = slot(.list(elements))
        lists[index].constant = intern(constants: [constant]).start
        return constant
    }

    /// Writes the records of the lists, and the texts of their lookups behind all other data: a list can then be
    /// replaced without moving anything else.
    mutating func finishLists() {
        contents.lists = lists.map { built in
            ListRecord(
                name: intern(built.list.name), lookup: built.lookup ?? noIndex, constant: built.constant ?? noIndex,
                count: UInt32(built.list.values.count))
        }
        for built in lists {
            guard let lookup = built.lookup else { continue }
            let offset = contents.data.count
            contents.data += built.text
            for place in contents.lookups[Int(lookup)].places.range {
                contents.places[place] = contents.places[place].moved(by: offset)
            }
        }
        lists = []
    }
}
