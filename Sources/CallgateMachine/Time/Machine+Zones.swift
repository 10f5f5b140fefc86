internal import CallgateBytecode

extension Machine {
    /// A timestamp as clocks of a zone show it: its parts in UTC are the local ones.
    func localTime(_ value: Slot, zone: Int) -> Slot {
        guard value.isKind(.timestamp) else {
            return value.isKind(.error) ? value : error(.noSuchOverload, value)
        }
        // V6: the zone exists.
        let zone = view.zones[verified: zone]
        return .timestamp(
            seconds: value.int &+ offset(of: zone, at: value.int), nanoseconds: value.extra)
    }

    /// Seconds east of UTC in a zone: UTC, an offset, or the name of one of the image's zones, of
    /// which there are none but where a zone is not constant.
    mutating func offset(ofZone name: ByteSpan, at time: Int64) -> Int64? {
        if let fixed = TimestampReader.offset(ofZone: name) { return fixed }
        guard spend(view.zones.count) else { return nil }
        for index in 0..<view.zones.count {
            let zone = view.zones[verified: index]
            // V3: the name lies in the data section.
            if imageBytes(zone.name).equals(name) { return offset(of: zone, at: time) }
        }
        return nil
    }

    /// - Parameter time: seconds since 1970, those of a timestamp.
    private func offset(of zone: ZoneRecord, at time: Int64) -> Int64 {
        var time = time
        if time >= zone.cycleStart {
            time = zone.cycleStart &+ (time &- zone.cycleStart) % ZoneRecord.cycle
        }
        // The first shift that is later.
        var low = Int(zone.shifts.start)
        var high = zone.shifts.range.upperBound
        while low < high {
            let middle = low &+ (high &- low) / 2
            // V14: a zone's shifts lie in their section, in the order of time.
            if view.zoneShifts[verified: middle].start <= time {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        guard low > Int(zone.shifts.start) else { return Int64(zone.firstOffset) }
        return Int64(view.zoneShifts[verified: low &- 1].offset)
    }
}
