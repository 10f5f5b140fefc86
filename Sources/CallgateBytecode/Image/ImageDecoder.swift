extension ImageContents {
    /// Reads an image into arrays, framing checked, nothing else: `decode(encode(x)) == x`.
    ///
    /// For listings and tests; a gate uses an image in place.
    public init(decoding image: [UInt8]) throws(ImageError) {
        let storage = ImageStorage(copying: image)
        let bytes = unsafe storage.bytes
        let frame = unsafe try ImageFrame(bytes)
        let view = unsafe try ImageView(bytes, frame)
        self.init(policyDigest: frame.policyDigest, policy: view.policy)
        tools = view.tools.array
        pilots = view.pilots.array
        globPrograms = view.globPrograms.array
        programs = view.programs.array
        paths = view.paths.array
        code = view.code.array
        constants = view.constants.array
        patterns = view.patterns.array
        tables = view.tables.array
        rules = view.rules.array
        ruleDetails = view.ruleDetails.array
        programRules = view.programRules.array
        messageParts = view.messageParts.array
        texts = view.texts.array
        sources = view.sources.array
        positions = view.positions.array
        zones = view.zones.array
        zoneShifts = view.zoneShifts.array
        lookups = view.lookups.array
        places = view.places.array
        cases = view.cases.array
        filters = view.filters.array
        entries = view.entries.array
        inputs = view.inputs.array
        limits = view.limits.array
        judgements = view.judgements.array
        lists = view.lists.array
        guardRecord = view.guardRecord
        results = view.results.array
        data = view.data.array
        signature = image[frame.range(of: .signature)].map { $0 }
        withExtendedLifetime(storage) {}
    }
}

extension RecordView {
    fileprivate var array: [Record] { (0..<count).map { self[$0] } }
}
