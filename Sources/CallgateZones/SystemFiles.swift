internal import CallgateSystem

/// The little of files that the database needs, without Foundation, which would slow the start.
enum SystemFiles {
    /// A file's bytes; nil where it is none, can't be read or has more than `limit`.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        guard !isDirectory(path), let file = unsafe fopen(path, "rb") else { return nil }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = unsafe fread(&bytes, 1, limit + 1, file)
        guard count <= limit, unsafe ferror(file) == 0 else { return nil }
        return Array(bytes[..<count])
    }

    static func isDirectory(_ path: String) -> Bool {
        guard let directory = unsafe opendir(path) else { return false }
        unsafe closedir(directory)
        return true
    }

    /// The paths of the files below a directory, relative to it.
    static func list(_ path: String, depth: Int) -> [String] {
        guard depth > 0, let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var files: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                // The name ends with a zero within its field.
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            guard !name.hasPrefix(".") else { continue }
            let inner = "\(path)/\(name)"
            if isDirectory(inner) {
                files += list(inner, depth: depth - 1).map { "\(name)/\($0)" }
            } else {
                files.append(name)
            }
        }
        return files
    }

    static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
