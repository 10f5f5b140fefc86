import CallgateOracles
import Foundation

/// The harness that this process fuzzes, from the environment: one binary serves all of them.
private let harness: Harness = {
    let name = ProcessInfo.processInfo.environment["CALLGATE_HARNESS"] ?? ""
    guard let harness = Harness(rawValue: name) else {
        let names = Harness.allCases.map(\.rawValue).joined(separator: ", ")
        fatalError("CALLGATE_HARNESS is `\(name)`; set it to one of \(names)")
    }
    return harness
}()

/// What libFuzzer calls with each input. A property that does not hold ends the process, which
/// libFuzzer records with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: data, count: count))
    do {
        try harness.run(input)
    } catch {
        fatalError("\(harness) does not hold: \(error)")
    }
    return 0
}
