/// Checks that a chain is as it was written.
///
/// Without a key it finds what somebody did who did not chain the entries anew; with the key also what was done
/// before the last checkpoint by somebody who did. What neither can find, a head that is kept elsewhere does:
/// `spec/records.md` says which is which.
public struct RecordVerifier: Sendable {
    private let publicKeys: [[UInt8]]
    private let expectedHead: [UInt8]?

    /// - Parameters:
    ///   - publicKeys: of each key that has signed checkpoints, 32 bytes. Where there is one, every checkpoint must be
    ///     signed by one of them, and there must be one. Where there is none, signatures are not looked at.
    ///   - expectedHead: the hash that an entry must have: that of the chain's end at an earlier time.
    public init(publicKeys: [[UInt8]] = [], expectedHead: [UInt8]? = nil) {
        self.publicKeys = publicKeys
        self.expectedHead = expectedHead
    }

    /// - Complexity: linear in the entries' bytes; memory does not grow with them.
    /// - Throws: where the store can't be read; what is wrong with the chain is in the result.
    public func verify(_ store: any RecordStore) throws(RecordStoreError) -> RecordVerification {
        var check = ChainCheck(publicKeys: publicKeys, expectedHead: expectedHead)
        var storeCheck = try store.makeCheck()
        var indexes: [EntryIndex] = []
        try store.forEach { entry throws(RecordStoreError) in
            if let index = check.take(entry), storeCheck != nil { indexes.append(index) }
            if indexes.count == 512 {
                for finding in try storeCheck?.check(indexes) ?? [] { check.result.add(finding) }
                indexes.removeAll(keepingCapacity: true)
            }
            return true
        }
        if !indexes.isEmpty {
            for finding in try storeCheck?.check(indexes) ?? [] { check.result.add(finding) }
        }
        for finding in try storeCheck?.finish() ?? [] { check.result.add(finding) }
        check.finish(noted: try store.notedHead())
        var result = check.result
        result.findings.sort { ($0.sequence, $0.kind.rawValue) < ($1.sequence, $1.kind.rawValue) }
        return result
    }
}

/// The check of a chain, entry by entry.
struct ChainCheck: ~Copyable {
    var result = RecordVerification()
    private let publicKeys: [[UInt8]]
    private let expectedHead: [UInt8]?
    private var canonicalizer = JSONCanonicalizer()

    init(publicKeys: [[UInt8]], expectedHead: [UInt8]?) {
        self.publicKeys = publicKeys
        self.expectedHead = expectedHead
    }

    /// - Returns: what filters look at, where the entry can be read.
    mutating func take(_ entry: StoredEntry) -> EntryIndex? {
        let place = entry.sequence
        let last = result.head
        if place != last.sequence + 1 {
            let missing = last.sequence + 1..<place
            result.add(
                RecordFinding(
                    .missing, last.sequence + 1,
                    missing.count == 1 ? "it is not there" : "it and the \(missing.count - 1) after it are not there"))
        }
        let hash = entry.hash
        result.head = ChainHead(sequence: place, hash: hash)
        result.entries += 1
        if expectedHead == hash { result.expectedHeadSequence = place }
        guard isCanonical(entry.text), let reader = EntryReader(entry.text), let index = reader.index(sequence: place)
        else {
            result.add(RecordFinding(.malformed, place, "the text is no entry in canonical form"))
            return nil
        }
        let number = reader.integer("sequence")
        if number != place {
            result.add(RecordFinding(.misplaced, place, "the text says that it is entry \(number.map { "\($0)" } ?? "of no number")"))
        }
        if place == last.sequence + 1 { checkLink(reader, last, place) }
        if index.kind == .checkpoint { checkSignature(reader, entry) }
        if index.kind == .lost { result.lost += reader.integer("count") ?? 0 }
        return index
    }

    /// Whether a text is UTF-8 and equal to its canonical form.
    private mutating func isCanonical(_ text: [UInt8]) -> Bool {
        guard (try? canonicalizer.canonicalize(text)) != nil else { return false }
        let isEqual = canonicalizer.output.holds(text, in: 0..<canonicalizer.output.count)
        return isEqual && String(validating: text, as: UTF8.self) != nil
    }

    private mutating func checkLink(_ reader: EntryReader, _ last: ChainHead, _ place: Int64) {
        let previous = reader.string("previous")
        guard previous != Hexadecimal.text(last.hash) else { return }
        if place == 1 {
            result.add(RecordFinding(.changed, 1, "it is the first one, and `previous` is not 64 zeros"))
        } else {
            result.add(
                RecordFinding(
                    .changed, place - 1,
                    "its hash is \(Hexadecimal.text(last.hash)), and entry \(place) goes on after \(previous ?? "none"): "
                        + "one of the two is not as it was written"))
        }
    }

    private mutating func checkSignature(_ reader: EntryReader, _ entry: StoredEntry) {
        guard !publicKeys.isEmpty else { return }
        func fail(_ detail: String) { result.add(RecordFinding(.signature, entry.sequence, detail)) }
        guard let key = reader.string("key").flatMap({ Hexadecimal.bytes($0.utf8) }),
            let digits = reader.string("signature"), let signature = Hexadecimal.bytes(digits.utf8)
        else { return fail("the checkpoint has no signature") }
        guard publicKeys.contains(key) else { return fail("the checkpoint is signed with another key") }
        // Hexadecimal digits occur in one form only, and no other member's text can hold this one: quotes are escaped.
        let member = Array("\"signature\":\"\(digits)\",".utf8)
        guard let place = entry.text.firstRange(of: member) else { return fail("the checkpoint has no signature") }
        let signed = Array(entry.text[..<place.lowerBound] + entry.text[place.upperBound...])
        guard CheckpointSigner.isValid(signature, of: signed, publicKey: key) else {
            return fail("the signature does not belong to this checkpoint")
        }
        result.signedCheckpoints += 1
        result.lastCheckpoint = entry.sequence
    }

    /// After all entries.
    mutating func finish(noted: ChainHead) {
        if noted != result.head {
            let detail =
                noted.sequence == result.head.sequence
                ? "it is the last one, and not as it was written"
                : "the chain ends with entry \(result.head.sequence), and was written up to entry \(noted.sequence)"
            result.add(RecordFinding(.end, max(noted.sequence, result.head.sequence), detail))
        }
        if let expectedHead, result.expectedHeadSequence == nil, expectedHead != ChainHead.start.hash {
            result.add(
                RecordFinding(
                    .head, result.head.sequence,
                    "no entry up to this, the last one, has the expected hash \(Hexadecimal.text(expectedHead))"))
        }
        if !publicKeys.isEmpty, result.lastCheckpoint == nil, result.entries > 0 {
            result.add(RecordFinding(.unsigned, result.head.sequence, "up to this, the last one, no checkpoint is signed with a given key"))
        }
    }
}
