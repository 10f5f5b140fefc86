import Synchronization

/// Numbers for machines, each given once in a process: by them a machine knows the tools and slots that it
/// has made, also after another machine got the memory of one that is gone.
enum MachineNumbers {
    private static let last = Atomic<UInt64>(0)

    static func next() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}
