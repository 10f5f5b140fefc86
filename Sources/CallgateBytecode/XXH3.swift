internal import CXXHash

/// The hash of tool IDs and the checksum of images: XXH3 with 64 bits.
public enum XXH3 {
    public static func hash(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
        let result = bytes.withContiguousStorageIfAvailable { buffer in
            unsafe hash(UnsafeRawBufferPointer(buffer), seed: seed)
        }
        return result ?? hash(Array(bytes), seed: seed)
    }

    public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        // It reads exactly the given number of bytes.
        unsafe callgate_hash_seeded(bytes.baseAddress, bytes.count, seed)
    }
}
