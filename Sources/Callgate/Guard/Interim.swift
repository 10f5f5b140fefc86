internal import CallgateMachine
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
enum CanonicalJSON {
    struct Bad: Error {}
    static func text(_ json: [UInt8]) throws -> [UInt8] { if json.isEmpty { throw Bad() }; return json }
}
enum CanonicalString {
    static func decode(_ bytes: UnsafeRawBufferPointer, into buffer: inout LineBuffer) {
        unsafe buffer.append(bytes)
    }
}
struct RecordID: CustomStringConvertible {
    let description: String
    static func make(at time: CallTime) -> RecordID { RecordID(description: String(UInt64.random(in: .min ... .max), radix: 16)) }
}
