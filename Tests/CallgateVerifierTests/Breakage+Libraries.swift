@testable import CallgateOracles
import CallgateBytecode

/// What functions, pairs, patterns with places and time zones add.
extension Breakage {
    static let functions: [Breakage] = [
        Breakage(6, "a function that does not exist") { contents in
            let place = contents.place(.call)
            contents.code[place] = contents.code[place].with(x: UInt32(Builtin.allCases.count))
        },
        Breakage(6, "a function past a byte") { contents in
            let place = contents.place(.call)
            contents.code[place] = contents.code[place].with(x: 256)
        },
        Breakage(6, "too many operands of a function") { contents in
            let place = contents.place(.call)
            let old = contents.code[place]
            contents.code[place] = Instruction(.call, a: old.a, b: old.b, c: 4, x: old.x)
        },
        Breakage(6, "no operand of a function that wants one") { contents in
            let place = contents.place(.call)
            let old = contents.code[place]
            contents.code[place] = Instruction(.call, a: old.a, b: 0, c: 0, x: old.x)
        },
        Breakage(6, "operands past the registers") { contents in
            let place = contents.place(.call)
            let old = contents.code[place]
            contents.code[place] = Instruction(.call, a: old.a, b: 255, c: old.c, x: old.x)
        },
        Breakage(6, "a pattern without places where places are wanted") { contents in
            let place = contents.place(.firstMatch)
            contents.code[place] = contents.code[place].with(x: UInt32(contents.pattern(.dfa)))
        },
        Breakage(6, "a pattern with places where none are wanted") { contents in
            let place = contents.place(.match)
            contents.code[place] = contents.code[place].with(x: UInt32(contents.pattern(.captures)))
        },
        Breakage(6, "one operand of a replacement") { contents in
            let place = contents.place(.replaceMatches)
            let old = contents.code[place]
            contents.code[place] = Instruction(.replaceMatches, a: old.a, b: old.b, c: 1, x: old.x)
        },
        Breakage(6, "a time zone that does not exist") { contents in
            let place = contents.place(.localTime)
            contents.code[place] = contents.code[place].with(x: 99)
        },
        Breakage(7, "an operand that was not written") { contents in
            let place = contents.place(.call)
            let old = contents.code[place]
            let program = contents.programs.first { $0.code.range.contains(place) }
            let last: UInt16 = program?.registers ?? 4
            let first = UInt8(last - UInt16(old.c))
            contents.code[place] = Instruction(.call, a: old.a, b: first, c: old.c, x: old.x)
        },
        Breakage(7, "an entry put into what is no map being built") { contents in
            let place = contents.place(.insertAll)
            let old = contents.code[place]
            contents.code[place] = Instruction(.insertAll, a: 0, b: old.b)
        },
        Breakage(9, "a loop over pairs that ends as another one") { contents in
            let place = contents.place(.nextPair)
            let old = contents.code[place]
            contents.code[place] = Instruction(.next, a: old.a, b: old.b, x: old.x)
        },
        Breakage(9, "a pair whose second half is the iterator") { contents in
            let place = contents.place(.firstPair)
            let old = contents.code[place]
            contents.code[place] = Instruction(.firstPair, a: old.b - 1, b: old.b, x: old.x)
        },
        Breakage(11, "a place of a group that there is not") { contents in
            let start = Int(contents.patterns[contents.pattern(.captures)].table.start)
            var place = start + 12
            // The first `save`.
            while contents.tables[place] != 5 { place += 12 }
            contents.tables[place + 1] = 200
        },
        Breakage(11, "too many groups") { contents in
            let start = Int(contents.patterns[contents.pattern(.captures)].table.start)
            contents.tables[start + 8] = UInt8(BytecodeLimits.patternGroups) + 1
        },
        Breakage(11, "a pattern with places that starts outside") { contents in
            let start = Int(contents.patterns[contents.pattern(.captures)].table.start)
            contents.tables[start + 7] = 0x7F
        },
        Breakage(11, "an instruction of a pattern with places that is none") { contents in
            let start = Int(contents.patterns[contents.pattern(.captures)].table.start)
            contents.tables[start + 12] = 6
        },
    ]

    static let zones: [Breakage] = [
        Breakage(2, "a reserved field of a time zone") { $0.zones[0].reserved = 1 },
        Breakage(2, "a reserved field of a shift") { $0.zoneShifts[0].reserved = 1 },
        Breakage(3, "a time zone's name past the data") { $0.zones[0].name.length = 1 << 20 },
        Breakage(3, "shifts past their section") { $0.zones[$0.zones.count - 1].shifts.count += 1 },
        Breakage(14, "shifts of no time zone") { $0.zoneShifts.append(ZoneShiftRecord(start: .max, offset: 0)) },
        Breakage(14, "shifts out of order") { $0.zoneShifts.swapAt(0, 1) },
        Breakage(14, "an offset of 26 hours") { $0.zoneShifts[0].offset = 93_600 },
        Breakage(14, "a first offset of -26 hours") { $0.zones[0].firstOffset = -93_600 },
        Breakage(14, "shifts that repeat since before there are timestamps") {
            $0.zones[0].cycleStart = -62_135_596_801
        },
    ]
}
