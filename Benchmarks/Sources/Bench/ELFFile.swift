import Foundation

/// As much of an executable as tells what of it is loaded.
struct ELFFile {
    /// Bytes of the file that its program headers load: code and data, without symbols and debug information.
    let loadedBytes: Int

    /// - Parameter path: a 64-bit little-endian file.
    init(_ path: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        func number(_ offset: Int, _ count: Int) -> Int {
            (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) }
        }
        guard bytes.count > 64, bytes.prefix(6) == Data([0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
            throw BenchFailure(description: "\(path) is no 64-bit ELF file")
        }
        // The ELF header's e_phoff, e_phentsize and e_phnum; a program header's p_type (1 is PT_LOAD) and p_filesz.
        let table = number(32, 8), size = number(54, 2)
        loadedBytes = (0..<number(56, 2)).reduce(0) { sum, index in
            let header = table + index * size
            return number(header, 4) == 1 ? sum + number(header + 32, 8) : sum
        }
    }
}
