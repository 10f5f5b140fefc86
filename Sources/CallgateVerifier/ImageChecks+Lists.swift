import CallgateBytecode

// V16: the lists that conditions name.
extension ImageChecks {
    /// Names are distinct. A list's lookup is a set that no other list has, with no more keys than the list has
    /// values; its constant is a list of as many.
    func checkLists() throws(ImageError) {
        var names: Set<[UInt8]> = []
        var lookups: Set<UInt32> = []
        for index in 0..<view.lists.count {
            let list = view.lists[index]
            try require(list.reserved == 0, 2, "a reserved field of list \(index) is not zero")
            try checkReference(list.name, "the name of list \(index)")
            try require(
                list.name.length > 0 && names.insert(view.bytes(list.name)).inserted, 16,
                "list \(index) has no name of its own")
            if list.lookup != noIndex {
                try require(
                    list.lookup < view.lookups.count
                        && view.lookups[Int(list.lookup)].kind == LookupKind.set.rawValue, 16,
                    "list \(index) has no lookup of its values")
                try require(lookups.insert(list.lookup).inserted, 16, "list \(index) has the lookup of another one")
                let places = view.lookups[Int(list.lookup)].places.range
                let keys = places.count { view.places[$0].tag != 0 }
                try require(
                    keys <= list.count && (keys > 0 || list.count == 0), 16,
                    "list \(index) has \(keys) keys for \(list.count) values")
            }
            guard list.constant != noIndex else { continue }
            try require(list.constant < view.constants.count, 3, "list \(index) has no constant")
            let constant = view.constants[Int(list.constant)]
            try require(
                constant.isKind(.list) && constant.length == Int(list.count), 16,
                "the constant of list \(index) is no list of \(list.count) values")
        }
    }
}
