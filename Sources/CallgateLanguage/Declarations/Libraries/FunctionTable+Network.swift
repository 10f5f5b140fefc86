extension CELType {
    /// An IP address, version 4 or 6.
    public static let ip = CELType.opaque("net.IP", [])
    /// An IP address with the length of a prefix.
    public static let cidr = CELType.opaque("net.CIDR", [])
}

extension FunctionTable {
    /// Functions on IP addresses and prefixes: those of cel-go's library `network`.
    public static let network = FunctionTable([
        FunctionDeclaration("ip", [
            Overload("string_to_ip", [.string], .ip),
            Overload("cidr_ip", [.cidr], .ip, isMember: true),
        ]),
        function("isIP", [("is_ip", [.string], .bool)]),
        function("ip.isCanonical", [("ip_is_canonical", [.string], .bool)]),
        method("family", [("ip_family", [.ip], .int)]),
        method("isUnspecified", [("ip_is_unspecified", [.ip], .bool)]),
        method("isLoopback", [("ip_is_loopback", [.ip], .bool)]),
        method("isGlobalUnicast", [("ip_is_global_unicast", [.ip], .bool)]),
        method("isLinkLocalMulticast", [("ip_is_link_local_multicast", [.ip], .bool)]),
        method("isLinkLocalUnicast", [("ip_is_link_local_unicast", [.ip], .bool)]),
        function("cidr", [("string_to_cidr", [.string], .cidr)]),
        function("isCIDR", [("is_cidr", [.string], .bool)]),
        method("containsIP", [
            ("cidr_contains_ip", [.cidr, .ip], .bool),
            ("cidr_contains_ip_string", [.cidr, .string], .bool),
        ]),
        method("containsCIDR", [
            ("cidr_contains_cidr", [.cidr, .cidr], .bool),
            ("cidr_contains_cidr_string", [.cidr, .string], .bool),
        ]),
        method("masked", [("cidr_masked", [.cidr], .cidr)]),
        method("prefixLength", [("cidr_prefix_length", [.cidr], .int)]),
        function("string", [
            ("ip_to_string", [.ip], .string),
            ("cidr_to_string", [.cidr], .string),
        ]),
    ])

    /// Base64: cel-go's library `encoders`.
    public static let encoders = FunctionTable([
        function("base64.encode", [("base64_encode_bytes", [.bytes], .string)]),
        function("base64.decode", [("base64_decode_string", [.string], .bytes)]),
    ])
}
