/// The checksum of an image.
public enum ImageSeal {
    /// XXH3-64 of all that follows the checksum, seeded with XXH3-64 of the bytes before it.
    ///
    /// - Parameter image: at least a header long.
    public static func checksum(of image: UnsafeRawBufferPointer) -> UInt64 {
        let place = ImageFormat.checksumOffset
        let before = unsafe UnsafeRawBufferPointer(rebasing: image[..<place])
        let after = unsafe UnsafeRawBufferPointer(rebasing: image[(place + 8)...])
        return unsafe XXH3.hash(after, seed: XXH3.hash(before))
    }

    /// Computes the checksum anew and puts it in its place.
    public static func refreshChecksum(_ image: inout [UInt8]) {
        let value = unsafe image.withUnsafeBytes { unsafe checksum(of: $0) }
        for index in 0..<8 {
            image[ImageFormat.checksumOffset + index] = UInt8(
                truncatingIfNeeded: value >> (index * 8))
        }
    }
}

#if _endian(big)
    #error("Images are little-endian and used in place; this host is not.")
#endif
