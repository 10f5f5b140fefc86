internal import CXXHash
internal import CallgateBytecode

/// The program that governs a tool, or another one that is run over a call.
@safe
struct GoverningProgram {
    /// Its index.
    let number: Int
    /// The first node of its tree.
    let paths: UInt32
    private let address: UnsafeRawPointer

    /// - Parameters:
    ///   - address: of its head, in an image that the machine keeps.
    ///   - paths: the first node of a tree that it may well have. Programs often share one, so that the call is read
    ///     by it before the program's own head is there.
    @inline(__always)
    init(_ number: Int, at address: UnsafeRawPointer, paths: UInt32) {
        self.number = number
        unsafe self.address = address
        // V5: a program's head stands there.
        unsafe self.paths = callgate_guess(address.load(as: ProgramHead.self).pathsStart, paths)
    }

    @inline(__always)
    var head: ProgramHead {
        // V5: a program's head stands there.
        unsafe address.load(as: ProgramHead.self)
    }
}

extension Machine {
    /// The program of a tool, whose head stands beside the tool's ID, so that no other place is waited for.
    @inline(__always)
    func program(ofTool tool: Int) -> GoverningProgram {
        // V5: a tool's record starts with the head of its program.
        unsafe GoverningProgram(Int(view.tools[verified: tool].program), at: view.tools.address(of: tool), paths: lastPaths)
    }

    /// A program by its index.
    @inline(__always)
    func program(_ number: Int) -> GoverningProgram {
        // V5, V12: whoever names a program names one that exists; its record starts with its head.
        unsafe GoverningProgram(number, at: view.programs.address(of: number), paths: lastPaths)
    }
}
