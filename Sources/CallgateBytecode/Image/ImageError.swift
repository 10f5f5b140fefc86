/// Why bytes are not an image that can be run.
public enum ImageError: Error, Hashable, Sendable {
    case unreadable(String)
    case notAnImage
    /// Of an older or newer major version, or a newer minor one.
    case version(major: UInt16, minor: UInt16)
    case tooLarge(bytes: Int)
    case truncated(bytes: Int, expected: Int)
    case trailingBytes(bytes: Int, expected: Int)
    case checksum(stored: UInt64, computed: UInt64)
    case section(ImageSection, reason: String)
    case sectionCount(Int)
    /// A rule of spec/bytecode/verification.md is broken.
    case verification(rule: Int, reason: String)
    case unsigned
    case signature(reason: String)
}

extension ImageError: CustomStringConvertible {
    public var description: String {
        let current = "\(ImageFormat.majorVersion).\(ImageFormat.minorVersion)"
        switch self {
        case .unreadable(let reason): return "the image can't be read: \(reason)"
        case .notAnImage: return "this is not a callgate image: its first bytes are not the format's"
        case .version(let major, let minor):
            let isNewer = (major, minor) > (ImageFormat.majorVersion, ImageFormat.minorVersion)
            return """
                the image has format version \(major).\(minor), this engine reads \(current); \
                \(isNewer ? "update the engine or compile" : "compile") the policy with this version
                """
        case .tooLarge(let bytes):
            return "the image has \(bytes) bytes, the limit is \(BytecodeLimits.imageBytes)"
        case .truncated(let bytes, let expected):
            return "the image is truncated: \(bytes) of \(expected) bytes"
        case .trailingBytes(let bytes, let expected):
            return "\(bytes - expected) bytes follow the end of the image"
        case .checksum(let stored, let computed):
            return """
                the image is corrupt: its checksum is \(hexadecimal(computed)), \
                \(hexadecimal(stored)) is stored
                """
        case .section(let section, let reason): return "section \(section): \(reason)"
        case .sectionCount(let count):
            return "the image has \(count) sections, the format has \(ImageSection.allCases.count)"
        case .verification(let rule, let reason): return "rule V\(rule): \(reason)"
        case .unsigned: return "the image is not signed, and a signature is required"
        case .signature(let reason): return "the signature is refused: \(reason)"
        }
    }
}
