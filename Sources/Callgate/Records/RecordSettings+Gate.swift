internal import CallgateBytecode

extension RecordSettings {
    /// What a policy's `records` says.
    ///
    /// - Throws: where a field can't be written as a path.
    public init(of gate: Gate) throws {
        let view = gate.image.view
        let record = view.guardRecord
        func paths(_ run: RunRef) throws -> [FieldPath] {
            try run.range.map { try FieldPath(view.text(view.texts[$0])) }
        }
        func detail(_ form: UInt8, _ fields: RunRef) throws -> Detail {
            switch RecordedForm(rawValue: form) {
            case .whole: .whole
            case .hashed: .hashed
            case .selected: .fields(try paths(fields))
            case .none?, nil: .none
            }
        }
        try self.init(
            args: detail(record.argumentsForm, record.recordedArguments),
            context: detail(record.contextForm, record.recordedContext), redact: paths(record.redacted),
            durability: record.recordFlags & GuardRecord.waitsForDisk != 0 ? .sync : .async,
            onFailure: record.recordFlags & GuardRecord.passesUnrecorded != 0 ? .allow : .deny,
            checkpointEntries: Int(record.checkpointInterval))
    }
}
