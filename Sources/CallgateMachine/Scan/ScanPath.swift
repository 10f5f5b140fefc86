internal import CJSONBlocks

/// How a machine finds the tokens of a call. Every path accepts the same calls and fills the same
/// values; they differ in speed only.
public enum ScanPath: UInt8, CaseIterable, Sendable {
    /// Byte by byte, on any processor. It also says what is wrong with a call that is malformed,
    /// whichever path has refused it.
    case portable = 0
    case sse2 = 1
    case avx2 = 2
    case avx512 = 3
    case neon = 4

    /// Whether this processor has the path's instructions.
    public var isAvailable: Bool { self == .portable || callgate_blocks_has_path(blocks) != 0 }

    /// The quickest path that is available.
    public static var best: ScanPath {
        for path in [ScanPath.avx512, .avx2, .sse2, .neon] where path.isAvailable { return path }
        return .portable
    }

    @inline(__always)
    var blocks: callgate_blocks_path {
        switch self {
        case .portable: callgate_blocks_none
        case .sse2: callgate_blocks_sse2
        case .avx2: callgate_blocks_avx2
        case .avx512: callgate_blocks_avx512
        case .neon: callgate_blocks_neon
        }
    }
}
