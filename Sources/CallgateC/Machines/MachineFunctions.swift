internal import Callgate
public import CallgateHeader
internal import CallgateMachine

@c @implementation
public func callgate_machine_create(
    _ gate: callgate_gate, _ options: UnsafePointer<callgate_machine_options>?,
    _ machine: UnsafeMutablePointer<callgate_machine>?
) -> callgate_status {
    unsafe machine?.pointee = 0
    return reporting { () throws(StatusError) in
        guard let machine = unsafe machine else { throw StatusError(.badArgument) }
        let limits = try MachineLimits(unsafe callgate_machine_options.read(options))
        let held = HeldMachine(try gates.find(gate), limits: limits)
        guard let handle = MachineTable.add(held) else { throw StatusError(.full) }
        unsafe machine.pointee = handle
    }
}

extension MachineLimits {
    /// The defaults, but for what a caller says.
    init(_ options: callgate_machine_options?) throws(StatusError) {
        self.init()
        guard let options else { return }
        if options.call_bytes > 0 { callBytes = try Self.checked(options.call_bytes, 1...1 << 30) }
        if options.fuel > 0 { fuel = try Self.checked(options.fuel, 1...1 << 40) }
        if options.arena_bytes > 0 { arenaBytes = try Self.checked(options.arena_bytes, 4096...1 << 30) }
    }

    private static func checked(_ value: UInt64, _ range: ClosedRange<UInt64>) throws(StatusError) -> Int {
        guard range.contains(value) else { throw StatusError(.badArgument) }
        return Int(value)
    }
}

@c @implementation
public func callgate_machine_free(_ machine: callgate_machine) -> callgate_status { MachineTable.free(machine) }

@c @implementation
public func callgate_machine_join(
    _ machine: callgate_machine, _ tool: callgate_text, _ args: callgate_text, _ context: callgate_text,
    _ call: UnsafeMutablePointer<callgate_text>?
) -> callgate_status {
    guard let call = unsafe call else { return .badArgument }
    unsafe call.pointee = callgate_text()
    guard let tool = unsafe tool.buffer, let args = unsafe args.buffer, let context = unsafe context.buffer else {
        return .badArgument
    }
    return withMachine(machine) { held in
        held.joined.removeAll()
        held.joined.append("{\"tool\":")
        unsafe held.joined.appendQuoted(tool)
        held.joined.append(",\"args\":")
        unsafe held.joined.appendObject(args)
        held.joined.append(",\"context\":")
        unsafe held.joined.appendObject(context)
        held.joined.append("}")
        unsafe call.pointee = callgate_text(held.joined.bytes)
        return .ok
    }
}

extension ByteRoom {
    /// A JSON string. What is not UTF-8 stays as it is, so that the call is not well formed.
    fileprivate mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
        append("\"")
        var start = 0
        for index in text.indices {
            let byte = unsafe text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            // Within the text.
            unsafe append(UnsafeRawBufferPointer(rebasing: text[start..<index]))
            appendEscape(byte)
            start = index + 1
        }
        unsafe append(UnsafeRawBufferPointer(rebasing: text[start...]))
        append("\"")
    }

    private mutating func appendEscape(_ byte: UInt8) {
        append("\\u00")
        appendDigit(byte >> 4)
        appendDigit(byte & 15)
    }

    private mutating func appendDigit(_ value: UInt8) {
        var digit = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        unsafe withUnsafeBytes(of: &digit) { unsafe append($0) }
    }

    /// An object, `{}` for no bytes. One that is no object, but might make the call another well-formed one, gets a
    /// byte at its end that no JSON has.
    fileprivate mutating func appendObject(_ text: UnsafeRawBufferPointer) {
        guard unsafe text.baseAddress != nil else { return append("{}") }
        unsafe append(text)
        if unsafe !JSONObjectCheck.isObject(text) { append("\0") }
    }
}

@c @implementation
public func callgate_machine_resolve(
    _ machine: callgate_machine, _ tool: callgate_text, _ number: UnsafeMutablePointer<callgate_tool>?
) -> callgate_status {
    unsafe number?.pointee = .max
    return withMachine(machine) { held in
        reporting { () throws(StatusError) in
            guard let number = unsafe number else { throw StatusError(.badArgument) }
            let id = Array(try unsafe tool.string().utf8)
            held.matchCount = 0
            guard let known = held.tools.number(of: id, in: &held.lines.decider) else { throw StatusError(.full) }
            unsafe number.pointee = UInt32(known)
        }
    }
}

@c @implementation
public func callgate_machine_rules(
    _ machine: callgate_machine, _ tool: callgate_tool, _ rules: UnsafeMutablePointer<callgate_texts>?
) -> callgate_status {
    unsafe rules?.pointee = callgate_texts()
    return withMachine(machine) { held in
        guard let rules = unsafe rules, let resolved = held.tools[tool] else { return .badArgument }
        held.forgetLast()
        unsafe rules.pointee = held.texts.texts(held.lines.decider.rules(of: resolved))
        return .ok
    }
}

@c @implementation
public func callgate_machine_fields(
    _ machine: callgate_machine, _ tool: callgate_tool, _ fields: UnsafeMutablePointer<callgate_texts>?
) -> callgate_status {
    unsafe fields?.pointee = callgate_texts()
    return withMachine(machine) { held in
        guard let fields = unsafe fields, let paths = held.tools.fields(of: tool) else { return .badArgument }
        held.texts.removeAll()
        unsafe fields.pointee = held.texts.texts(paths)
        return .ok
    }
}

@c @implementation
public func callgate_machine_slot(
    _ machine: callgate_machine, _ tool: callgate_tool, _ field: callgate_text,
    _ slot: UnsafeMutablePointer<callgate_slot>?
) -> callgate_status {
    unsafe slot?.pointee = .max
    return withMachine(machine) { held in
        reporting { () throws(StatusError) in
            guard let slot = unsafe slot, held.tools[tool] != nil else { throw StatusError(.badArgument) }
            let path = try unsafe field.string()
            guard let number = held.tools.slot(path, of: tool) else { throw StatusError(.notFound) }
            unsafe slot.pointee = UInt32(number)
        }
    }
}
