import CallgateBytecode

// Tools have the heads of their programs: where those are changed, these are too, or no verifier passes them.
extension ImageContents {
    mutating func repeatPrograms() {
        for tool in tools.indices where Int(tools[tool].program) < programs.count {
            tools[tool].head = programs[Int(tools[tool].program)].head
        }
    }
}

extension SampleImage {
    /// Where sections of the small sample lie.
    static func smallRange(of section: ImageSection) -> Range<Int> { smallFrame.range(of: section) }

    /// Gives the tools of the small sample, with changes, the heads that its programs have.
    static func repeatPrograms(in image: inout [UInt8]) {
        for (index, tool) in smallContents.tools.enumerated() {
            let start = smallRange(of: .programs).lowerBound + Int(tool.program) * ImageSection.programs.elementSize
            let copy = smallRange(of: .tools).lowerBound + index * ImageSection.tools.elementSize
            let head = image[start..<start + MemoryLayout<ProgramHead>.size]
            image.replaceSubrange(copy..<copy + head.count, with: head)
        }
    }

    private static let smallContents: ImageContents = {
        do {
            return try ImageContents(decoding: smallBytes)
        } catch {
            fatalError("the small sample does not decode: \(error)")
        }
    }()

    private static let smallFrame: ImageFrame = {
        do {
            return try smallBytes.withUnsafeBytes { try ImageFrame($0) }
        } catch {
            fatalError("the small sample has no frame: \(error)")
        }
    }()
}
