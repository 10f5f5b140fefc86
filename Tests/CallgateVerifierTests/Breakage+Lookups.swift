@testable import CallgateOracles
import CallgateBytecode

extension Breakage {
    static let lookups = lookupRecords + keys + lists + passing

    private static let lookupRecords = [
        Breakage(2, "a lookup's kind") { $0.lookups[0].kind = 7 },
        Breakage(2, "a reserved byte of a lookup") { $0.lookups[0].reserved0 = 1 },
        Breakage(2, "a reserved field of a lookup") { $0.lookups[0].reserved1 = 1 },
        Breakage(2, "a reserved word of a lookup") { $0.lookups[0].reserved2 = 1 },
        Breakage(3, "places past their section") { $0.lookups[$0.lookups.count - 1].places.count += 1 },
        Breakage(15, "places that do not follow one another") { $0.lookups[1].places.start += 1 },
        Breakage(15, "places of no lookup") { $0.places.append(.empty) },
        Breakage(15, "a list of no lookup") { $0.cases.append(LookupRecord.lastCase) },
        Breakage(15, "a filter of no lookup") { $0.filters.append(0) },
        Breakage(15, "truth with places") { contents in
            contents.lookups[contents.lookup(.truth)].kind = LookupKind.values.rawValue
        },
        Breakage(15, "a filter of three words") { contents in
            let last = contents.lookup(.parts)
            contents.filters += [0, 0, 0]
            contents.lookups[last].filter.count = 3
        },
        Breakage(15, "a filter of whole values") { contents in
            contents.lookups[contents.lookup(.fragments)].kind = LookupKind.values.rawValue
        },
        Breakage(15, "lengths of whole values") { $0.lookups[$0.lookup(.set)].lengths = 2 },
        Breakage(15, "a fragment of five bytes") { $0.lookups[$0.lookup(.fragments)].lengths |= 1 << 5 },
    ]

    private static let keys = [
        Breakage(15, "an empty place with a key") { contents in
            let place = contents.places.firstIndex { $0.tag == 0 } ?? 0
            contents.places[place].key = 1
        },
        Breakage(15, "another tag") { contents in
            contents.places[contents.place(.values, .text)].tag ^= 1 << 20
        },
        Breakage(15, "a key that is not found from its place") { contents in
            let lookup = contents.lookups[contents.lookup(.values)]
            let place = contents.place(.values, .text)
            let free = lookup.places.range.first { contents.places[$0].tag == 0 } ?? 0
            contents.places.swapAt(place, free)
        },
        Breakage(15, "a text among fragments") { contents in
            contents.places[contents.place(.fragments, .fragment)].tag ^= 1
        },
        Breakage(15, "an uint that is an int") { $0.places[$0.place(.values, .uint)].key = 5 },
        Breakage(15, "a double that is an int") {
            $0.places[$0.place(.values, .double)].key = (2.0).bitPattern
        },
        Breakage(15, "a bool of 2") { $0.places[$0.place(.set, .bool)].key = 2 },
        Breakage(15, "a null of 1") { $0.places[$0.place(.set, .null)].key = 1 },
        Breakage(3, "a key past the data") { $0.places[$0.place(.set, .text)].key = 1 << 62 },
        Breakage(15, "a key longer than the longest") { $0.lookups[$0.lookup(.set)].longest = 1 },
        Breakage(15, "a prefix of a length that is not said") { $0.lookups[$0.lookup(.prefixes)].lengths = 0 },
        Breakage(15, "an empty suffix") { contents in
            contents.places[contents.place(.suffixes, .text)].key &= 0xFFFF_FFFF
        },
        Breakage(15, "a part whose piece lies outside") { $0.places[$0.place(.parts, .text)].label = 99 },
        Breakage(15, "a filter without its fragments") { contents in
            for word in contents.lookups[contents.lookup(.fragments)].filter.range { contents.filters[word] = 0 }
        },
        Breakage(15, "a filter without its parts") { contents in
            for word in contents.lookups[contents.lookup(.parts)].filter.range { contents.filters[word] = 0 }
        },
        Breakage(15, "a list of a set") { $0.places[$0.place(.set, .text)].label = 1 },
        Breakage(15, "a list past the lookup's") { $0.places[$0.place(.values, .text)].label = 1 << 20 },
    ]

    private static let lists = [
        Breakage(15, "a last list without end") { contents in
            let last = contents.lookups[contents.lookup(.values)].cases.range.upperBound - 1
            contents.cases[last] &= ~LookupRecord.lastCase
        },
        Breakage(15, "a list of all past the lookup's") { $0.lookups[$0.lookup(.values)].all = 1 << 20 },
        Breakage(15, "a set with a list of all") { $0.lookups[$0.lookup(.set)].all = 1 },
        Breakage(15, "a rule past the program's") { $0.cases[0] |= 1 << 20 },
        Breakage(15, "a rule that is never passed over") { contents in
            contents.cases[0] = contents.cases[0] & LookupRecord.lastCase
        },
    ]

    private static let passing = [
        Breakage(15, "an entry that is not where its rule starts") { $0.entries[3] += 1 },
        Breakage(15, "an end that is not behind the last rule") { $0.entries[$0.entries.count - 1] -= 1 },
        Breakage(15, "an entry too many") { $0.entries.append(0) },
        Breakage(15, "entries that start elsewhere") { contents in
            contents.programs[contents.passingProgram].entries = 1
        },
        Breakage(15, "rules that are passed over without entries") { contents in
            contents.programs[contents.passingProgram].entries = noIndex
            contents.entries = []
        },
        Breakage(15, "a stretch that leads elsewhere") { contents in
            let second = contents.code.indices.filter { contents.code[$0].opcode == .proceed }[1]
            contents.code[second] = contents.code[second].with(x: contents.code[second].x + 1)
        },
        Breakage(15, "a stretch that leads back") { $0.code[$0.at(.proceed)] = Instruction(.proceed, x: 0) },
        Breakage(15, "stretches that touch") { contents in
            let first = contents.at(.proceed)
            let program = contents.programs.first { $0.code.range.contains(first) }
            let next = contents.code[program!.code.range].prefix(first - Int(program!.code.start))
                .count { $0.opcode == .rule }
            contents.code[first] = Instruction(.proceed, x: UInt32(next + 1))
        },
        Breakage(15, "a stretch past the rules") { $0.code[$0.at(.proceed)] = Instruction(.proceed, x: 1 << 10) },
        Breakage(15, "a lookup that is screened by twice") { contents in
            let screens = contents.code.indices.filter { contents.code[$0].opcode == .screen }
            contents.code[screens[1]] = contents.code[screens[1]].with(x: contents.code[screens[0]].x)
        },
        Breakage(15, "a rule of a stretch that does not proceed") { contents in
            let second = contents.code.indices.filter { contents.code[$0].opcode == .proceed }[1]
            contents.code[second] = Instruction(.constant, a: contents.code[second - 1].b, x: 0)
        },
        Breakage(10, "a jump into a rule that may be passed over") { contents in
            let start = Int(contents.programs[contents.passingProgram].code.start)
            let first = contents.at(.proceed) - start
            contents.code[start] = Instruction(.jumpIfTrue, b: 0, x: UInt32(first + 1))
        },
        Breakage(6, "a lookup that does not exist") { $0.code[$0.at(.member)] = $0.code[$0.at(.member)].with(x: 99) },
        Breakage(6, "a lookup of another kind") { contents in
            let screen = contents.at(.screen)
            contents.code[screen] = contents.code[screen].with(x: UInt32(contents.lookup(.set)))
        },
        Breakage(11, "a pattern whose lookup does not exist") { contents in
            let pattern = contents.patterns[contents.pattern(.lookup)]
            contents.tables[Int(pattern.table.start)] = 99
        },
        Breakage(11, "a pattern whose lookup notes rules") { contents in
            let pattern = contents.patterns[contents.pattern(.lookup)]
            contents.tables[Int(pattern.table.start)] = UInt8(contents.lookup(.values))
        },
        Breakage(7, "a register of a rule that may be passed over") { contents in
            // The rule behind the first stretch reads what only the stretch has written.
            let program = contents.passingProgram
            let fresh = UInt8(contents.programs[program].registers)
            contents.programs[program].registers += 1
            let opening = contents.at(.proceed)
            let jump = contents.code[opening...].firstIndex { $0.opcode == .jumpIfTrue } ?? 0
            contents.code[jump] = Instruction(.constant, a: fresh, x: 0)
            let entries = Int(contents.programs[program].entries)
            let behind = contents.entries[entries + Int(contents.code[opening].x)]
            let entry = Int(contents.programs[program].code.start) + Int(behind)
            contents.code[entry] = Instruction(.move, a: contents.code[entry].a, b: fresh)
        },
    ]
}

extension ImageContents {
    func lookup(_ kind: LookupKind) -> Int { lookups.firstIndex { $0.kind == kind.rawValue } ?? 0 }

    func place(_ lookup: LookupKind, _ kind: PlaceKind) -> Int {
        lookups.indices.lazy.filter { lookups[$0].kind == lookup.rawValue }
            .flatMap { lookups[$0].places.range }.first { places[$0].kind == kind } ?? 0
    }

    /// Where the table of the first pattern in rows starts, and how long its rows are.
    var rows: Int { Int(patterns[pattern(.rows)].table.start) }
    var rowLength: Int {
        RowHeader(
            classes: Int(tables[rows]), states: 0, start: 0, stride: Int(tables[rows + 6])
        ).rowLength
    }

    var passingProgram: Int { programs.firstIndex { $0.entries != noIndex } ?? 0 }

    func at(_ opcode: Opcode) -> Int { code.firstIndex { $0.opcode == opcode } ?? 0 }
}
