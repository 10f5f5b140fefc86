import CallgateBytecode

extension ImageChecks {
    /// V14: zones' shifts are in the order of time.
    func checkZones() throws(ImageError) {
        var end = 0
        for index in 0..<view.zones.count {
            let zone = view.zones[index]
            try checkReference(zone.name, "time zone \(index)'s name")
            try require(zone.reserved == 0, 2, "a reserved field of time zone \(index) is not zero")
            try require(
                Int(zone.shifts.start) == end, 14, "time zone \(index)'s shifts do not start at \(end)")
            try checkRun(zone.shifts, of: view.zoneShifts.count, "time zone \(index)'s shifts")
            end = zone.shifts.range.upperBound
            try checkOffset(zone.firstOffset, index)
            try checkShifts(zone, index)
        }
        try require(
            end == view.zoneShifts.count, 14, "\(view.zoneShifts.count - end) shifts of no time zone")
    }

    private func checkShifts(_ zone: ZoneRecord, _ index: Int) throws(ImageError) {
        var previous = Int64.min
        for place in zone.shifts.range {
            let shift = view.zoneShifts[place]
            try require(shift.reserved == 0, 2, "a reserved field of shift \(place) is not zero")
            try checkOffset(shift.offset, index)
            try require(
                place == zone.shifts.range.lowerBound || shift.start > previous, 14,
                "shift \(place) of time zone \(index) is not after the one before it")
            previous = shift.start
        }
        // Times are those of timestamps, so that less what is no later than they are does not
        // overflow.
        try require(
            zone.cycleStart >= -62_135_596_800, 14,
            "time zone \(index) repeats from \(zone.cycleStart) on")
    }

    /// Offsets stay below 26 hours, as in the tz database's files (RFC 8536).
    private func checkOffset(_ offset: Int32, _ index: Int) throws(ImageError) {
        try require(
            offset > -93_600 && offset < 93_600, 14, "time zone \(index) is \(offset) seconds off")
    }
}
