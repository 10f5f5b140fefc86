import CallgateMachine
import CallgateVerifier

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// The smallest program that decides: its size is the library's. The image comes from standard input, the call is
// the one argument.
var image = [UInt8](repeating: 0, count: 1 << 20)
image.removeLast(image.count - max(0, read(0, &image, image.count)))
var machine = Machine(try Verifier.verify(image))
let call = Array(CommandLine.arguments[1].utf8)
print(call.withUnsafeBytes { machine.decide($0, at: CallTime(seconds: 0)).effect.name })
