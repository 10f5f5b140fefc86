/// A typed window on the sections of an image. It owns nothing: whoever makes one keeps the
/// storage alive, and only a verified image may be read without checks.
///
/// The unchecked reads name the verifier rule (spec/bytecode/verification.md) that bounds them;
/// debug builds check them all the same.
@frozen
@safe
public struct ImageView: @unchecked Sendable {
    public let policy: PolicyRecord
    public let tools: RecordView<ToolRecord>
    public let pilots: RecordView<UInt32>
    public let globPrograms: RecordView<UInt32>
    public let programs: RecordView<ProgramRecord>
    public let paths: RecordView<PathRecord>
    public let code: RecordView<Instruction>
    public let constants: RecordView<Slot>
    public let patterns: RecordView<PatternRecord>
    public let tables: RecordView<UInt8>
    public let rules: RecordView<RuleRecord>
    public let ruleDetails: RecordView<RuleDetailsRecord>
    public let programRules: RecordView<ProgramRuleRecord>
    public let messageParts: RecordView<MessagePartRecord>
    public let texts: RecordView<TextRef>
    public let sources: RecordView<TextRef>
    public let positions: RecordView<PositionRecord>
    public let zones: RecordView<ZoneRecord>
    public let zoneShifts: RecordView<ZoneShiftRecord>
    public let lookups: RecordView<LookupRecord>
    public let places: RecordView<PlaceRecord>
    public let cases: RecordView<UInt32>
    public let filters: RecordView<UInt64>
    public let entries: RecordView<UInt32>
    public let inputs: RecordView<InputRecord>
    public let limits: RecordView<LimitRecord>
    public let judgements: RecordView<JudgementRecord>
    public let lists: RecordView<ListRecord>
    public let guardRecord: GuardRecord
    public let results: RecordView<UInt8>
    public let data: RecordView<UInt8>

    /// - Parameter image: the bytes that `frame` was read from.
    public init(_ image: UnsafeRawBufferPointer, _ frame: ImageFrame) throws(ImageError) {
        func view<Record: BitwiseCopyable>(_ section: ImageSection) -> RecordView<Record> {
            unsafe RecordView(image, frame.range(of: section))
        }
        let policies: RecordView<PolicyRecord> = view(.policy)
        guard policies.count == 1 else {
            throw .verification(rule: 1, reason: "\(policies.count) policies, not one")
        }
        policy = policies[0]
        let guards: RecordView<GuardRecord> = view(.guard)
        guard guards.count == 1 else {
            throw .verification(rule: 1, reason: "\(guards.count) guards, not one")
        }
        guardRecord = guards[0]
        tools = view(.tools)
        pilots = view(.pilots)
        globPrograms = view(.globPrograms)
        programs = view(.programs)
        paths = view(.paths)
        code = view(.code)
        constants = view(.constants)
        patterns = view(.patterns)
        tables = view(.tables)
        rules = view(.rules)
        ruleDetails = view(.ruleDetails)
        programRules = view(.programRules)
        messageParts = view(.messageParts)
        texts = view(.texts)
        sources = view(.sources)
        positions = view(.positions)
        zones = view(.zones)
        zoneShifts = view(.zoneShifts)
        lookups = view(.lookups)
        places = view(.places)
        cases = view(.cases)
        filters = view(.filters)
        entries = view(.entries)
        inputs = view(.inputs)
        limits = view(.limits)
        judgements = view(.judgements)
        lists = view(.lists)
        results = view(.results)
        data = view(.data)
    }

    /// What a verified rule says beside its condition.
    public func details(of rule: RuleRecord) -> RuleDetailsRecord { ruleDetails[Int(rule.details)] }

    /// The text behind a verified reference.
    public func text(_ reference: TextRef) -> String {
        unsafe String(decoding: buffer(reference), as: UTF8.self)
    }

    /// The bytes behind a verified reference.
    public func bytes(_ reference: TextRef) -> [UInt8] { unsafe Array(buffer(reference)) }

    /// The bytes behind a verified reference, where they are.
    private func buffer(_ reference: TextRef) -> UnsafeRawBufferPointer {
        let (start, count) = (Int(reference.offset), Int(reference.length))
        precondition(start <= data.count && count <= data.count - start)
        // Bounded by the precondition.
        return unsafe UnsafeRawBufferPointer(start: data.address(of: start), count: count)
    }
}

/// The elements of a section, in place.
@frozen
@safe
public struct RecordView<Record: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline let base: UnsafeRawPointer
    public let count: Int

    init(_ image: UnsafeRawBufferPointer, _ range: Range<Int>) {
        // The frame has shown that the range lies within the image.
        unsafe base = UnsafeRawPointer(image.baseAddress!) + range.lowerBound
        count = range.count / MemoryLayout<Record>.stride
    }

    /// The element, checked.
    @inlinable
    public subscript(index: Int) -> Record {
        precondition(index >= 0 && index < count)
        return unsafe base.loadUnaligned(
            fromByteOffset: index &* MemoryLayout<Record>.stride, as: Record.self)
    }

    /// The element, where a verifier rule has shown the index to be in range.
    @inlinable @inline(__always)
    public subscript(verified index: Int) -> Record {
        assert(index >= 0 && index < count)
        // V1-V12: the caller names the rule that bounds the index.
        return unsafe base.load(
            fromByteOffset: index &* MemoryLayout<Record>.stride, as: Record.self)
    }

    /// The address of an element, for comparing and hashing bytes in place.
    @inlinable @inline(__always)
    public func address(of index: Int) -> UnsafeRawPointer {
        assert(index >= 0 && index <= count)
        return unsafe base + index &* MemoryLayout<Record>.stride
    }
}
