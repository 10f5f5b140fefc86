import Callgate
import CountingAllocator

/// Prints the kibibytes that a process has in memory: before it loads an image, with the gate, and with a
/// machine beside it.
struct MemoryRun {
    let image: String

    func run() throws {
        let before = try residentKibibytes()
        let gate = try Gate(image: Files.read(image, limit: 1 << 30))
        // What loading needed for a while is given back.
        callgate_give_back()
        let loaded = try residentKibibytes()
        let decider = Decider(gate)
        let ready = try residentKibibytes()
        withExtendedLifetime(gate) { print(before, loaded, ready) }
        _ = consume decider
    }

    private func residentKibibytes() throws -> Int {
        let text = String(decoding: try Files.read("/proc/self/statm", limit: 4096), as: UTF8.self)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE)) / 1024
    }
}
