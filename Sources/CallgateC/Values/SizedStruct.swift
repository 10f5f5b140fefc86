internal import CallgateHeader
internal import CallgateSystem

/// A struct of the header that begins with its size and may grow.
protocol SizedStruct {
    init()
    var size: UInt32 { get set }
}

extension callgate_gate_options: @unsafe SizedStruct {}
extension callgate_diagnostics: @unsafe SizedStruct {}
extension callgate_decision: @unsafe SizedStruct {}
extension callgate_report: @unsafe SizedStruct {}
extension callgate_machine_options: SizedStruct {}
extension callgate_match: @unsafe SizedStruct {}
extension callgate_guard_options: SizedStruct {}
extension callgate_guarded_call: @unsafe SizedStruct {}
extension callgate_judgement: @unsafe SizedStruct {}
extension callgate_approver: @unsafe SizedStruct {}
extension callgate_approval: @unsafe SizedStruct {}
extension callgate_session: @unsafe SizedStruct {}

extension SizedStruct {
    /// What the first version has; no version is smaller. All structs are at their first version.
    private static var firstSize: Int { MemoryLayout<Self>.stride }
    /// Room for later versions.
    private static var mostSize: Int { 1 << 16 }

    private static func isSize(_ size: UInt32) -> Bool { (firstSize...mostSize).contains(Int(size)) }

    /// What a caller gives; nothing where the pointer is NULL.
    static func read(_ pointer: UnsafePointer<Self>?) throws(StatusError) -> Self? {
        guard let pointer = unsafe pointer else { return nil }
        // Every version begins with its size.
        guard unsafe isSize(UnsafeRawPointer(pointer).load(as: UInt32.self)) else {
            throw StatusError(.badSize)
        }
        return unsafe pointer.pointee
    }

    /// Empties what a function is to fill, all but its size, so that nothing of an earlier call is read in it; the
    /// members of the first version are there whatever the size says.
    @inline(__always)
    static func empty(_ pointer: UnsafeMutablePointer<Self>?) -> callgate_status {
        guard let pointer = unsafe pointer else { return .badArgument }
        let size = unsafe pointer.pointee.size
        unsafe pointer.pointee = Self()
        unsafe pointer.pointee.size = size
        guard isSize(size) else { return .badSize }
        if Int(size) > MemoryLayout<Self>.stride {
            // The caller's struct is as large as it says.
            unsafe memset(
                UnsafeMutableRawPointer(pointer) + MemoryLayout<Self>.stride, 0,
                Int(size) - MemoryLayout<Self>.stride)
        }
        return .ok
    }

    /// Likewise, where the pointer may be NULL.
    @inline(__always)
    static func emptyOptional(_ pointer: UnsafeMutablePointer<Self>?) -> callgate_status {
        unsafe pointer == nil ? .ok : empty(pointer)
    }

    /// Fills what was emptied; its size stays the caller's.
    @inline(__always)
    func fill(_ pointer: UnsafeMutablePointer<Self>?) {
        guard let pointer = unsafe pointer else { return }
        let size = unsafe pointer.pointee.size
        unsafe pointer.pointee = self
        unsafe pointer.pointee.size = size
    }
}

extension callgate_status {
    func orThrow() throws(StatusError) {
        guard self == .ok else { throw StatusError(self) }
    }
}
