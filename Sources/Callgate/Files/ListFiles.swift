internal import CallgateLanguage
internal import CallgatePolicy

/// The files of lists that a policy names, each read once.
struct ListFiles {
    private let documents: [PolicyDocumentSource]
    private let readFile: ((ListFile) throws(ListFileError) -> PolicyDocumentSource)?
    private var known: [ByteString: PolicyDocumentSource] = [:]
    /// In the order in which they are named first.
    private(set) var inOrder: [PolicyDocumentSource] = []

    /// - Parameter readFile: nil for the files beside the documents.
    init(
        _ documents: [PolicyDocumentSource], _ readFile: ((ListFile) throws(ListFileError) -> PolicyDocumentSource)?
    ) {
        self.documents = documents
        self.readFile = readFile
    }

    mutating func read(_ file: ListFile) throws(ListFileError) -> PolicyDocumentSource {
        let key = ByteString(key(of: file))
        if let content = known[key] { return content }
        let content = if let readFile { try readFile(file) } else { try readBeside(file) }
        known[key] = content
        inOrder.append(content)
        return content
    }

    /// What makes two files of lists one: the path from which they are read, where that is known.
    private func key(of file: ListFile) -> String {
        readFile == nil ? (path(of: file) ?? file.path) : "\(file.document):\(file.path)"
    }

    private func path(of file: ListFile) -> String? {
        if file.path.hasPrefix("/") { return file.path }
        return documents[file.document].directory.map { $0.isEmpty ? file.path : "\($0)/\(file.path)" }
    }

    private func readBeside(_ file: ListFile) throws(ListFileError) -> PolicyDocumentSource {
        guard documents[file.document].directory != nil, let path = path(of: file) else {
            throw ListFileError("the document that names it is no file itself")
        }
        do {
            return PolicyDocumentSource(name: path, bytes: try Files.read(path, limit: PolicyLimits.listBytes))
        } catch {
            throw ListFileError("\(error)")
        }
    }
}
