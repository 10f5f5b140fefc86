extension ImageContents {
    /// The image's bytes. Equal contents give equal bytes.
    public func encoded() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: ImageFormat.sectionsStart)
        for (index, section) in ImageSection.allCases.enumerated() {
            bytes.append(
                contentsOf: repeatElement(0, count: ImageFormat.aligned(bytes.count) - bytes.count))
            let start = bytes.count
            append(section, to: &bytes)
            let length = bytes.count - start
            let record = ImageFormat.headerSize + index * ImageFormat.sectionRecordSize
            bytes.store(section.rawValue, at: record)
            bytes.store(UInt32(length / section.elementSize), at: record + 4)
            bytes.store(UInt32(start), at: record + 8)
            bytes.store(UInt32(length), at: record + 12)
        }
        bytes.replaceSubrange(0..<ImageFormat.magic.count, with: ImageFormat.magic)
        bytes.store(ImageFormat.majorVersion, at: 8)
        bytes.store(ImageFormat.minorVersion, at: 10)
        bytes.store(UInt32(ImageSection.allCases.count), at: 12)
        bytes.store(UInt64(bytes.count), at: 16)
        let digest = ImageFormat.digestOffset
        bytes.replaceSubrange(digest..<digest + policyDigest.count, with: policyDigest)
        ImageSeal.refreshChecksum(&bytes)
        return bytes
    }

    private func append(_ section: ImageSection, to bytes: inout [UInt8]) {
        switch section {
        case .policy: bytes.append(records: [policy])
        case .tools: bytes.append(records: tools)
        case .pilots: bytes.append(records: pilots)
        case .globPrograms: bytes.append(records: globPrograms)
        case .programs: bytes.append(records: programs)
        case .paths: bytes.append(records: paths)
        case .code: bytes.append(records: code)
        case .constants: bytes.append(records: constants)
        case .patterns: bytes.append(records: patterns)
        case .tables: bytes.append(contentsOf: tables)
        case .rules: bytes.append(records: rules)
        case .ruleDetails: bytes.append(records: ruleDetails)
        case .programRules: bytes.append(records: programRules)
        case .messageParts: bytes.append(records: messageParts)
        case .texts: bytes.append(records: texts)
        case .sources: bytes.append(records: sources)
        case .positions: bytes.append(records: positions)
        case .zones: bytes.append(records: zones)
        case .zoneShifts: bytes.append(records: zoneShifts)
        case .lookups: bytes.append(records: lookups)
        case .places: bytes.append(records: places)
        case .cases: bytes.append(records: cases)
        case .filters: bytes.append(records: filters)
        case .entries: bytes.append(records: entries)
        case .inputs: bytes.append(records: inputs)
        case .limits: bytes.append(records: limits)
        case .judgements: bytes.append(records: judgements)
        case .lists: bytes.append(records: lists)
        case .guard: bytes.append(records: [guardRecord])
        case .results: bytes.append(contentsOf: results)
        case .data: bytes.append(contentsOf: data)
        case .signature: bytes.append(contentsOf: signature)
        }
    }
}

extension [UInt8] {
    /// Records have no padding and no pointers, and the host is little-endian (see ImageSeal), so
    /// their memory is their encoding.
    fileprivate mutating func append<Record: BitwiseCopyable>(records: [Record]) {
        unsafe records.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }

    fileprivate mutating func store<Integer: FixedWidthInteger>(_ value: Integer, at offset: Int) {
        for index in 0..<Integer.bitWidth / 8 {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> Integer(index * 8))
        }
    }
}
