#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif
public import CallgatePolicy

extension Files {
    /// Whether a path names a directory.
    public static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The YAML files of a directory and of those in it, sorted by path; hidden ones left out.
    static func policyFiles(in directory: String, depth: Int = 0) throws(FileError) -> [String] {
        guard depth < 16 else {
            throw FileError(path: directory, reason: "directories are nested more than 16 levels deep")
        }
        guard let stream = unsafe opendir(directory) else {
            throw FileError(path: directory, reason: lastError())
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // The system ends the name with a zero byte.
            names.append(unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            })
        }
        var result: [String] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            if isDirectory(path) {
                result += try policyFiles(in: path, depth: depth + 1)
            } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                result.append(path)
            }
        }
        return result
    }
}

extension PolicyDocumentSource {
    /// The documents that paths name: files, and the YAML files in directories.
    public static func read(_ paths: [String]) throws(FileError) -> [PolicyDocumentSource] {
        var documents: [PolicyDocumentSource] = []
        for path in paths {
            guard Files.isDirectory(path) else {
                documents.append(try read(path))
                continue
            }
            let files = try Files.policyFiles(in: path)
            guard !files.isEmpty else {
                throw FileError(path: path, reason: "the directory holds no .yaml or .yml file")
            }
            for file in files { documents.append(try read(file)) }
        }
        return documents
    }

    private static func read(_ path: String) throws(FileError) -> PolicyDocumentSource {
        // The loader refuses what is over its own, smaller limit, with its own reason.
        PolicyDocumentSource(name: path, bytes: try Files.read(path, limit: 1 << 28))
    }
}
