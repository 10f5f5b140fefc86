@testable import CallgateOracles
import CallgateBytecode

extension Breakage {
    /// Lists that conditions name: of the sample, the first is looked up, the second compiled in as well, and the third
    /// is not used.
    static let namedLists = [
        Breakage(2, "a reserved field of a list") { $0.lists[0].reserved = 1 },
        Breakage(3, "a list whose name is past the data") { $0.lists[0].name.length = 1 << 30 },
        Breakage(16, "a list without a name") { $0.lists[0].name = .empty },
        Breakage(16, "two lists of one name") { $0.lists[1].name = $0.lists[0].name },
        Breakage(16, "a list whose lookup does not exist") { $0.lists[0].lookup = UInt32($0.lookups.count) },
        Breakage(16, "a list whose lookup is no set") { $0.lists[0].lookup = UInt32($0.lookup(.prefixes)) },
        Breakage(16, "two lists of one lookup") { $0.lists[2].lookup = $0.lists[0].lookup },
        Breakage(16, "a list of fewer values than its lookup has keys") { $0.lists[0].count = 4 },
        Breakage(16, "a list of values whose lookup has none") { contents in
            for place in contents.lookups[Int(contents.lists[0].lookup)].places.range { contents.places[place] = .empty }
        },
        Breakage(3, "a list whose constant does not exist") { $0.lists[0].constant = UInt32($0.constants.count) },
        Breakage(16, "a list whose constant is a text") { contents in
            contents.lists[0].constant = UInt32(contents.constants.firstIndex { $0.isKind(.string) } ?? 0)
        },
        Breakage(16, "a list whose constant has other many values") { $0.lists[1].count = 3 },
    ]
}
