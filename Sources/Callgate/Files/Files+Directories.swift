internal import CallgateBytecode
public import CallgatePolicy
internal import CallgateSystem

extension Files {
    /// Whether a path names a directory; false where it can't be told.
    public static func isDirectory(_ path: String) -> Bool { (try? kind(path)) == S_IFDIR }

    /// What a path names.
    private static func kind(_ path: String) throws(FileError) -> mode_t {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw FileError(path: path, reason: lastError()) }
        return status.st_mode & S_IFMT
    }

    /// What stands before a path's last slash; empty for a name alone, as for standard input, `-`.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
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
        errno = 0
        while let entry = unsafe readdir(stream) {
            // The system ends the name with a zero byte.
            names.append(unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            })
        }
        guard errno == 0 else { throw FileError(path: directory, reason: lastError()) }
        var result: [String] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        where !name.hasPrefix(".") {
            let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
            // A file that can't be looked at might be a policy: it is an error, never left out.
            if try kind(path) == S_IFDIR {
                result += try policyFiles(in: path, depth: depth + 1)
            } else if name.lowercased().hasSuffix(".yaml") || name.lowercased().hasSuffix(".yml") {
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
        // As much as an image may have; the loader refuses documents over its own, smaller limit.
        PolicyDocumentSource(
            name: path, bytes: try Files.read(path, limit: BytecodeLimits.imageBytes),
            directory: Files.directory(of: path))
    }
}
