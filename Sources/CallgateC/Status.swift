public import CallgateHeader
internal import CallgateSystem

// The header's statuses, under the names that Swift code uses.
extension callgate_status {
    static var ok: Self { Self(CALLGATE_OK) }
    static var badArgument: Self { Self(CALLGATE_BAD_ARGUMENT) }
    static var badHandle: Self { Self(CALLGATE_BAD_HANDLE) }
    static var badSize: Self { Self(CALLGATE_BAD_SIZE) }
    static var busy: Self { Self(CALLGATE_BUSY) }
    static var invalid: Self { Self(CALLGATE_INVALID) }
    static var notFound: Self { Self(CALLGATE_NOT_FOUND) }
    static var full: Self { Self(CALLGATE_FULL) }
    static var refused: Self { Self(CALLGATE_REFUSED) }
}

/// A status that ends a function of the header before its end.
struct StatusError: Error {
    let status: callgate_status

    init(_ status: callgate_status) { self.status = status }
}

/// Runs what a function does, and turns what it throws into its status.
func reporting(_ body: () throws(StatusError) -> Void) -> callgate_status {
    do throws(StatusError) {
        try body()
        return .ok
    } catch {
        return error.status
    }
}

@c @implementation
public func callgate_status_text(_ status: callgate_status) -> UnsafePointer<CChar>? {
    let text: StaticString =
        switch status {
        case .ok: "done"
        case .badArgument: "an argument is missing, out of range, or no UTF-8"
        case .badHandle: "there is no such handle, or it was freed"
        case .badSize: "the size of a struct is one that no version of it has"
        case .busy: "another thread is using this"
        case .invalid: "the policy, the file or the image can't be used"
        case .notFound: "there is no such thing"
        case .full: "there is no room"
        case .refused: "the approval was refused"
        default: "no such status"
        }
    return unsafe text.cString
}

@c @implementation
public func callgate_version() -> UnsafePointer<CChar>? {
    // The header's own text, so that there is one.
    unsafe versionText
}

/// Stays for as long as the process.
nonisolated(unsafe) private let versionText: UnsafePointer<CChar>? = unsafe UnsafePointer(strdup(CALLGATE_VERSION))

@c @implementation
public func callgate_abi() -> UInt32 { UInt32(CALLGATE_ABI) }

extension StaticString {
    /// The text in the program, which ends with a zero byte.
    var cString: UnsafePointer<CChar> { unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }

    /// The same with its length.
    var text: callgate_text { unsafe callgate_text(bytes: cString, count: utf8CodeUnitCount) }
}
