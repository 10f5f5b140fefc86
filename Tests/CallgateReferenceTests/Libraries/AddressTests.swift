import Testing

@Suite("The library network")
struct AddressTests {
    @Test("Texts of addresses, canonical", arguments: [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("1.2.3.4", "1.2.3.4"), ("::", "::"),
        ("::1", "::1"), ("1::", "1::"),
        ("2001:DB8::68", "2001:db8::68"), ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("0:0:0:0:0:0:0:0", "::"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:0:2:3:0:0:4", "1::2:3:0:0:4"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
        ("1::2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::1.2.3.4", "::102:304"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"), ("::fffe:c0a8:1", "::fffe:c0a8:1"),
        ("1::ffff:c0a8:1", "1::ffff:c0a8:1"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ("::ffff:0:1.2.3.4", "::ffff:0:102:304"), ("fe80::1", "fe80::1"), ("00ff::", "ff::"),
    ])
    func address(_ text: String, _ canonical: String) throws {
        #expect(try evaluate("string(ip('\(text)'))") == "\"\(canonical)\"")
        #expect(try evaluate("isIP('\(text)')") == "true")
        #expect(try evaluate("ip.isCanonical('\(text)')") == "\(text == canonical)")
        #expect(try evaluate("ip('\(text)') == ip('\(canonical)')") == "true")
        #expect(try evaluate("ip('\(text)').family()") == (text.contains(":") ? "6" : "4"))
    }

    @Test("Version 4 within version 6 is version 4", arguments: ["::ffff:c0a8:1", "0:0:0:0:0:FFFF:C0A8:0001", "::ffff:0:0"])
    func mapped(_ text: String) throws {
        let plain = text.hasSuffix("0:0") ? "0.0.0.0" : "192.168.0.1"
        #expect(try evaluate("ip('\(text)') == ip('\(plain)') && ip('\(text)').family() == 4") == "true")
        #expect(try evaluate("ip.isCanonical('\(text)') || isCIDR('\(text)/24') || isCIDR('\(text)/120')") == "false")
        #expect(try evaluate("cidr('\(plain)/32').containsIP('\(text)')") == "true")
        #expect(try evaluate("ip('::ffff:c0a8:1') == ip('192.168.10.1')") == "false")
    }

    @Test("What is no address", arguments: [
        "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.256", "1.2.3.-1", "1.2.3.+1",
        "01.2.3.4", "1.2.3.00", "1.2.3.4 ", " 1.2.3.4", "1.2.3.0x4", "1.2.3.a", "1.2.3.1000",
        "１.2.3.4", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
        "1::2::3", "1:::2", ":1::", "1::2:", ":1:2:3:4:5:6:7", "12345::", "g::", "-1::", "+1::", "fe80::1%en0",
        "fe80::1%", "[::1]",
        "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:1.2.3.4", "0:0:0:0:0:ffff:1.2.3.4",
        "::FFFF:0.0.0.0", "::01.2.3.4", "1.2.3.4/32", "é",
    ])
    func noAddress(_ text: String) throws {
        #expect(try evaluate("ip('\(text)')") == "error bad_conversion")
        #expect(try evaluate("isIP('\(text)')") == "false")
        #expect(try evaluate("ip.isCanonical('\(text)')") == "error bad_conversion")
        #expect(try evaluate("cidr('0.0.0.0/0').containsIP('\(text)')") == "error bad_conversion")
    }

    @Test("Texts of prefixes", arguments: [
        ("0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0"), ("10.1.2.3/8", "10.1.2.3/8", "10.0.0.0/8"),
        ("10.255.255.255/9", "10.255.255.255/9", "10.128.0.0/9"), ("1.2.3.4/32", "1.2.3.4/32", "1.2.3.4/32"),
        ("2001:DB8::1/32", "2001:db8::1/32", "2001:db8::/32"), ("::1/128", "::1/128", "::1/128"),
        ("ffff:ffff::/17", "ffff:ffff::/17", "ffff:8000::/17"), ("::fffe:1:2/96", "::fffe:1:2/96", "::fffe:0:0/96"),
    ])
    func prefix(_ text: String, _ canonical: String, _ masked: String) throws {
        #expect(try evaluate("string(cidr('\(text)'))") == "\"\(canonical)\"")
        #expect(try evaluate("cidr('\(text)').masked()") == "cidr \(masked)")
        #expect(try evaluate("isCIDR('\(text)') && cidr('\(text)').containsIP(cidr('\(text)').ip())") == "true")
        #expect(try evaluate("string(cidr('\(text)').ip()) + '/' + string(cidr('\(text)').prefixLength())") == "\"\(canonical)\"")
        #expect(try evaluate("cidr('\(text)') == cidr('\(masked)')") == "\(canonical == masked)")
    }

    @Test("What is no prefix", arguments: [
        "", "/", "1.2.3.4", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+1", "1.2.3.4/01", "1.2.3.4/00",
        "1.2.3.4/1a", "1.2.3.4/ 1", "1.2.3.4/1/2", "::/129", "::/99999999999999999999", "/8", "1.2.3/8",
        "fe80::1%en0/24", "::ffff:192.168.0.1/24", "::ffff:c0a8:1/120", "::ffff:c0a8:1/8", "1.2.3.4/255.0.0.0",
    ])
    func noPrefix(_ text: String) throws {
        #expect(try evaluate("cidr('\(text)')") == "error bad_conversion")
        #expect(try evaluate("isCIDR('\(text)')") == "false")
        #expect(try evaluate("cidr('0.0.0.0/0').containsCIDR('\(text)')") == "error bad_conversion")
    }

    @Test("Kinds of addresses", arguments: [
        ("0.0.0.0", "isUnspecified"), ("::", "isUnspecified"), ("127.0.0.1", "isLoopback"),
        ("127.255.0.0", "isLoopback"), ("::1", "isLoopback"), ("224.0.0.1", "isLinkLocalMulticast"),
        ("224.0.0.255", "isLinkLocalMulticast"),
        ("ff02::1", "isLinkLocalMulticast"), ("ff12::1", "isLinkLocalMulticast"),
        ("169.254.0.0", "isLinkLocalUnicast"), ("fe80::", "isLinkLocalUnicast"), ("febf::1", "isLinkLocalUnicast"),
        ("10.0.0.1", "isGlobalUnicast"),
        ("8.8.8.8", "isGlobalUnicast"), ("fd00::1", "isGlobalUnicast"), ("::2", "isGlobalUnicast"),
        ("255.255.255.254", "isGlobalUnicast"), ("fec0::1", "isGlobalUnicast"), ("::ffff:7f00:1", "isLoopback"),
        ("224.0.1.0", ""), ("239.255.255.255", ""), ("ff01::1", ""), ("ff05::2", ""), ("255.255.255.255", ""),
    ])
    func kinds(_ text: String, _ kind: String) throws {
        for other in ["isUnspecified", "isLoopback", "isLinkLocalMulticast", "isLinkLocalUnicast", "isGlobalUnicast"] {
            #expect(try evaluate("ip('\(text)').\(other)()") == "\(other == kind)", "\(other)")
        }
    }

    @Test("Containment", arguments: [
        ("192.168.0.0/24", "192.168.0.255", true), ("192.168.0.0/24", "192.168.1.0", false),
        ("192.168.0.77/24", "192.168.0.1", true), ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::", false),
        ("::/0", "1.2.3.4", false),
        ("1.2.3.4/32", "1.2.3.4", true), ("1.2.3.4/32", "1.2.3.5", false), ("10.0.0.0/9", "10.127.255.255", true),
        ("10.0.0.0/9", "10.128.0.0", false), ("2001:db8::/33", "2001:db8:7fff::", true),
        ("2001:db8::/33", "2001:db8:8000::", false),
    ])
    func containment(_ prefix: String, _ address: String, _ wanted: Bool) throws {
        #expect(try evaluate("cidr('\(prefix)').containsIP('\(address)')") == "\(wanted)")
        #expect(try evaluate("cidr('\(prefix)').containsIP(ip('\(address)'))") == "\(wanted)")
        let length = address.contains(":") ? 128 : 32
        #expect(try evaluate("cidr('\(prefix)').containsCIDR('\(address)/\(length)')") == "\(wanted)")
    }

    @Test("Prefixes in prefixes, other kinds", arguments: [
        ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')", "false"),
        ("cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/8'))", "true"),
        ("cidr('10.0.0.0/8').containsCIDR('::/8')", "false"),
        ("cidr('10.0.0.0/8').containsCIDR('11.0.0.0/9')", "false"),
        ("type(ip('::')) == net.IP && type(cidr('::/0')) == net.CIDR", "true"), ("net.IP == net.CIDR", "false"),
        ("dyn(ip('::')) == '::'", "false"), ("dyn(ip('1.2.3.4')) == cidr('1.2.3.4/32')", "false"),
        ("ip('1.2.3.4') in [ip('1.2.3.4')]", "true"),
        ("cidr('1.2.3.4/8') == cidr('1.2.3.4/9')", "false"), ("ip('0.0.0.0') == ip('::')", "false"),
        ("type(ip('::'))", "type net.IP"),
        ("dyn(ip('::')) < dyn(ip('::1'))", "error no_such_overload"), ("ip(dyn(1))", "error no_such_overload"),
        ("dyn(cidr('::/0')).masked().ip()", "ip ::"), ("ip(dyn(cidr('::/0')))", "error no_such_overload"),
        ("ip(dyn(ip('::')))", "error no_such_overload"), ("cidr(dyn(ip('::')))", "error no_such_overload"),
        ("isIP(dyn(ip('::')))", "error no_such_overload"), ("isCIDR(dyn(null))", "error no_such_overload"),
        ("ip.isCanonical(dyn(b'::'))", "error no_such_overload"),
        ("dyn('::').family()", "error no_such_overload"),
        ("dyn(cidr('::/0')).isLoopback()", "error no_such_overload"),
        ("dyn(ip('::')).prefixLength()", "error no_such_overload"),
        ("dyn(ip('::')).masked()", "error no_such_overload"), ("dyn('::').ip()", "error no_such_overload"),
        ("dyn(ip('::')).containsIP('::')", "error no_such_overload"),
        ("cidr('::/0').containsIP(dyn(1))", "error no_such_overload"),
        ("cidr('::/0').containsIP(dyn(cidr('::/0')))", "error no_such_overload"),
        ("cidr('::/0').containsCIDR(dyn(ip('::')))", "error no_such_overload"),
        ("bytes(dyn(ip('::')))", "error no_such_overload"), ("{dyn(ip('::')): 1}", "error no_such_overload"),
    ])
    func others(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source) == wanted)
    }
}
