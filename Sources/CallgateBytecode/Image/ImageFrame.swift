/// Where the sections of an image are: the first stage of decoding, which every reader shares.
public struct ImageFrame: Hashable, Sendable {
    /// Byte ranges in the order of ``ImageSection/allCases``.
    private var ranges: [Range<Int>] = []
    public let minorVersion: UInt16
    public let checksum: UInt64
    public let policyDigest: [UInt8]

    public func range(of section: ImageSection) -> Range<Int> {
        ranges[Int(section.rawValue) - 1]
    }

    /// Reads and checks header, checksum and section table.
    ///
    /// Every byte of the image is accounted for: sections follow one another in the format's
    /// order, and what lies between them is zero.
    public init(_ image: UnsafeRawBufferPointer) throws(ImageError) {
        guard image.count >= ImageFormat.magic.count,
            unsafe image.prefix(ImageFormat.magic.count).elementsEqual(ImageFormat.magic)
        else { throw .notAnImage }
        guard image.count >= ImageFormat.sectionsStart else {
            throw .truncated(bytes: image.count, expected: ImageFormat.sectionsStart)
        }
        let major = unsafe image.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        minorVersion = unsafe image.loadUnaligned(fromByteOffset: 10, as: UInt16.self)
        guard major == ImageFormat.majorVersion, minorVersion <= ImageFormat.minorVersion else {
            throw .version(major: major, minor: minorVersion)
        }
        let length = unsafe image.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        guard length <= UInt64(BytecodeLimits.imageBytes) else {
            throw .tooLarge(bytes: Int(clamping: length))
        }
        guard image.count >= Int(length) else {
            throw .truncated(bytes: image.count, expected: Int(length))
        }
        guard image.count == Int(length) else {
            throw .trailingBytes(bytes: image.count, expected: Int(length))
        }
        checksum = unsafe image.loadUnaligned(
            fromByteOffset: ImageFormat.checksumOffset, as: UInt64.self)
        let computed = unsafe ImageSeal.checksum(of: image)
        guard checksum == computed else { throw .checksum(stored: checksum, computed: computed) }
        let digest = ImageFormat.digestOffset
        policyDigest = unsafe Array(image[digest..<digest + 32])
        let count = unsafe image.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        guard Int(count) == ImageSection.allCases.count else { throw .sectionCount(Int(count)) }
        unsafe try readSections(image)
    }

    private mutating func readSections(_ image: UnsafeRawBufferPointer) throws(ImageError) {
        var end = ImageFormat.sectionsStart
        for (index, section) in ImageSection.allCases.enumerated() {
            let record = ImageFormat.headerSize + index * ImageFormat.sectionRecordSize
            func field(_ offset: Int) -> Int {
                Int(unsafe image.loadUnaligned(fromByteOffset: record + offset, as: UInt32.self))
            }
            let (kind, elements, start, length) = (field(0), field(4), field(8), field(12))
            guard kind == Int(section.rawValue) else {
                throw .section(section, reason: "kind \(kind) stands in its place")
            }
            guard start == ImageFormat.aligned(end) else {
                throw .section(section, reason: "starts at \(start), not at \(ImageFormat.aligned(end))")
            }
            guard start + length <= image.count else {
                throw .section(section, reason: "ends after the image")
            }
            guard unsafe image[end..<start].allSatisfy({ $0 == 0 }) else {
                throw .section(section, reason: "the gap before it is not zero")
            }
            guard elements * section.elementSize == length else {
                throw .section(
                    section,
                    reason: "\(elements) elements of \(section.elementSize) bytes are not \(length)")
            }
            ranges.append(start..<start + length)
            end = start + length
        }
        guard end == image.count else {
            throw .trailingBytes(bytes: image.count, expected: end)
        }
    }
}
