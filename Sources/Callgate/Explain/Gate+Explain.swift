internal import CallgateBytecode
internal import CallgateLanguage
internal import CallgatePolicy

// What explaining reads back from an image.
extension Gate {
    /// What the conditions of the policy see.
    var environment: Environment {
        var environment = Environment.policy
        guard !lists.isEmpty else { return environment }
        var variables = environment.variables
        for list in lists { variables[PolicyList.variable(list.name)] = .list(.dyn) }
        environment.variables = variables
        return environment
    }

    /// Lists with the values that they have now.
    func policyLists(_ names: Set<String>) -> [PolicyList] {
        (0..<image.view.lists.count).compactMap { index in
            let list = image.view.lists[index]
            let name = image.view.text(list.name)
            guard names.contains(name), let values = try? values(of: list) else { return nil }
            return PolicyList(name: name, values: values)
        }
    }

    /// Those of the constant, which has them in their order, or else of the lookup.
    private func values(of list: ListRecord) throws(ListError) -> ListValues {
        let view = image.view
        var values = ListValues()
        if list.constant != noIndex {
            let constant = view.constants[Int(list.constant)]
            for index in constant.offset..<constant.offset + constant.length {
                try append(view.constants[index], to: &values)
            }
        } else if list.lookup != noIndex {
            for index in view.lookups[Int(list.lookup)].places.range {
                let place = view.places[index]
                switch place.kind {
                case .null: try values.append(.null)
                case .bool: try values.append(.bool(place.key == 1))
                case .int: try values.append(.int(Int64(bitPattern: place.key)))
                case .double: try values.append(.double(Double(bitPattern: place.key)))
                case .text: try values.append(text: view.bytes(place.text)[...])
                case .empty, .uint, .fragment: break
                }
            }
        }
        return values
    }

    private func append(_ slot: Slot, to values: inout ListValues) throws(ListError) {
        switch slot.kind {
        case .null: try values.append(.null)
        case .bool: try values.append(.bool(slot.payload == 1))
        case .int: try values.append(.int(slot.int))
        case .double: try values.append(.double(slot.double))
        case .string:
            let text = TextRef(offset: UInt32(slot.offset), length: UInt32(slot.length))
            try values.append(text: image.view.bytes(text)[...])
        default: break
        }
    }
}
