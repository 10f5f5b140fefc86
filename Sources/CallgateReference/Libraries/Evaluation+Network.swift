/// The libraries `network` and `encoders`.
extension Evaluation {
    func network(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard operands.count <= 3 else { return nil }
        switch (function, operands.x, operands.y, operands.z) {
        case ("ip", .string(let text)?, nil, nil): return .ip(try address(text))
        case ("cidr.ip", .cidr(let prefix)?, nil, nil): return .ip(prefix.address)
        case ("isIP", .string(let text)?, nil, nil): return .bool(IPAddress(text) != nil)
        case ("ip.isCanonical", .string(let text)?, nil, nil):
            return .bool(hasSameScalars(try address(text).description, text))
        case ("family", .ip(let address)?, nil, nil): return .int(address.isVersion4 ? 4 : 6)
        case ("isUnspecified", .ip(let address)?, nil, nil): return .bool(address.isUnspecified)
        case ("isLoopback", .ip(let address)?, nil, nil): return .bool(address.isLoopback)
        case ("isGlobalUnicast", .ip(let address)?, nil, nil): return .bool(address.isGlobalUnicast)
        case ("isLinkLocalMulticast", .ip(let address)?, nil, nil): return .bool(address.isLinkLocalMulticast)
        case ("isLinkLocalUnicast", .ip(let address)?, nil, nil): return .bool(address.isLinkLocalUnicast)
        case ("cidr", .string(let text)?, nil, nil): return .cidr(try prefix(text))
        case ("isCIDR", .string(let text)?, nil, nil): return .bool(IPPrefix(text) != nil)
        case ("containsIP", .cidr(let prefix)?, .ip(let address)?, nil): return .bool(prefix.contains(address))
        case ("containsIP", .cidr(let prefix)?, .string(let text)?, nil):
            return .bool(prefix.contains(try address(text)))
        case ("containsCIDR", .cidr(let prefix)?, .cidr(let other)?, nil): return .bool(prefix.contains(other))
        case ("containsCIDR", .cidr(let prefix)?, .string(let text)?, nil):
            return .bool(prefix.contains(try self.prefix(text)))
        case ("masked", .cidr(let prefix)?, nil, nil): return .cidr(prefix.masked)
        case ("prefixLength", .cidr(let prefix)?, nil, nil): return .int(Int64(prefix.length))
        default: return nil
        }
    }

    private func address(_ text: String) throws(EvaluationError) -> IPAddress {
        guard let address = IPAddress(text) else { throw EvaluationError(.badConversion) }
        return address
    }

    private func prefix(_ text: String) throws(EvaluationError) -> IPPrefix {
        guard let prefix = IPPrefix(text) else { throw EvaluationError(.badConversion) }
        return prefix
    }

    func encoders(_ function: String, _ operands: Operands) throws(EvaluationError) -> Value? {
        guard operands.count <= 2 else { return nil }
        switch (function, operands.x, operands.y) {
        case ("base64.encode", .bytes(let bytes)?, nil): return .string(Base64.encode(bytes))
        case ("base64.decode", .string(let text)?, nil):
            guard let bytes = Base64.decode(text) else { throw EvaluationError(.badConversion) }
            return .bytes(bytes)
        default: return nil
        }
    }
}
