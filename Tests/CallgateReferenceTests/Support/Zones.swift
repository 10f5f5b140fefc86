import CallgateReference
import Foundation

/// The system's time zones.
let zoneOffset: ZoneOffset = { name, time in
    TimeZone(identifier: name)?.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(time)))
}
