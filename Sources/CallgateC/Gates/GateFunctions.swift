internal import Callgate
internal import CallgateBytecode
public import CallgateHeader
internal import CallgateLanguage
internal import CallgatePolicy
internal import CallgateSystem

let gates = SharedTable<Gate>(.gate)

/// What a caller says beside the policy.
private struct GateSettings: Sendable {
    var tools: [PolicyDocumentSource] = []
    var publicKey: [UInt8]?

    init(_ pointer: UnsafePointer<callgate_gate_options>?) throws(StatusError) {
        guard let options = unsafe try callgate_gate_options.read(pointer) else { return }
        tools = unsafe try documents(options.tools, options.tool_count)
        if let key = unsafe options.public_key {
            // The header says how long it is.
            publicKey = unsafe Array(UnsafeBufferPointer(start: key, count: 32))
        }
    }
}

private func documents(
    _ start: UnsafePointer<callgate_document>?, _ count: Int
) throws(StatusError) -> [PolicyDocumentSource] {
    var result: [PolicyDocumentSource] = []
    for unsafe document in unsafe try elements(start, count) {
        result.append(
            unsafe PolicyDocumentSource(name: try document.name.string(), bytes: try document.bytes.array()))
    }
    return result
}

/// Makes a gate out of documents that are policies, or one image.
private func makeGate(
    _ documents: [PolicyDocumentSource], _ settings: GateSettings
) -> Result<(gate: Gate, warnings: [Diagnostic]), Problem> {
    if documents.count == 1, documents[0].bytes.starts(with: ImageFormat.magic) || documents[0].name.hasSuffix(".cgb") {
        guard settings.tools.isEmpty else {
            return .failure(Problem("tools are for policies that are compiled, this is an image", file: documents[0].name))
        }
        return load(documents[0].bytes, settings, name: documents[0].name)
    }
    guard settings.publicKey == nil else {
        return .failure(Problem("a signature is required, and these are no images"))
    }
    if let image = documents.first(where: { $0.bytes.starts(with: ImageFormat.magic) }) {
        return .failure(Problem("this is an image; give it alone", file: image.name))
    }
    do throws(PolicyFailure) {
        let compiled = try CompiledPolicy(documents, tools: settings.tools)
        return load(compiled.image, settings, name: nil).map { ($0.gate, compiled.warnings) }
    } catch {
        return .failure(Problem(error.diagnostics))
    }
}

private func load(
    _ image: [UInt8], _ settings: GateSettings, name: String?
) -> Result<(gate: Gate, warnings: [Diagnostic]), Problem> {
    do throws(ImageError) {
        return .success((try Gate(image: image, requiringSignatureOf: settings.publicKey), []))
    } catch {
        return .failure(Problem("\(error)", file: name))
    }
}

/// Makes a gate and gives its handle, or says why not.
private func give(
    _ gate: UnsafeMutablePointer<callgate_gate>?, _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?,
    _ make: () throws(StatusError) -> @Sendable () -> Result<(gate: Gate, warnings: [Diagnostic]), Problem>
) -> callgate_status {
    unsafe gate?.pointee = 0
    return reporting { () throws(StatusError) in
        unsafe try callgate_diagnostics.emptyOptional(diagnostics).orThrow()
        guard let gate = unsafe gate else { throw StatusError(.badArgument) }
        let outcome = try LargeStack.run(make())
        unsafe try explaining(to: diagnostics) { () throws(Problem) in
            let made = try outcome.get()
            unsafe callgate_diagnostics.give(made.warnings, to: diagnostics)
            unsafe gate.pointee = gates.add(made.gate)
        }
    }
}

@c @implementation
public func callgate_gate_compile(
    _ start: UnsafePointer<callgate_document>?, _ count: Int, _ options: UnsafePointer<callgate_gate_options>?,
    _ gate: UnsafeMutablePointer<callgate_gate>?, _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?
) -> callgate_status {
    unsafe give(gate, diagnostics) { () throws(StatusError) in
        let sources = unsafe try documents(start, count)
        guard !sources.isEmpty else { throw StatusError(.badArgument) }
        let settings = unsafe try GateSettings(options)
        return { makeGate(sources, settings) }
    }
}

@c @implementation
public func callgate_gate_load(
    _ image: callgate_text, _ options: UnsafePointer<callgate_gate_options>?,
    _ gate: UnsafeMutablePointer<callgate_gate>?, _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?
) -> callgate_status {
    unsafe give(gate, diagnostics) { () throws(StatusError) in
        let bytes = unsafe try image.array()
        let settings = unsafe try GateSettings(options)
        return { load(bytes, settings, name: nil) }
    }
}

@c @implementation
public func callgate_gate_open(
    _ start: UnsafePointer<callgate_text>?, _ count: Int, _ options: UnsafePointer<callgate_gate_options>?,
    _ gate: UnsafeMutablePointer<callgate_gate>?, _ diagnostics: UnsafeMutablePointer<callgate_diagnostics>?
) -> callgate_status {
    unsafe give(gate, diagnostics) { () throws(StatusError) in
        var paths: [String] = []
        for unsafe path in unsafe try elements(start, count) {
            let text = unsafe try path.string()
            // The system would read a path only up to a zero; `-` is standard input, which is the host's.
            guard !text.isEmpty, !text.utf8.contains(0), text != "-" else { throw StatusError(.badArgument) }
            paths.append(text)
        }
        guard !paths.isEmpty else { throw StatusError(.badArgument) }
        let settings = unsafe try GateSettings(options)
        return { [paths] in
            do throws(FileError) {
                return makeGate(try PolicyDocumentSource.read(paths), settings)
            } catch {
                return .failure(Problem(error.reason, file: error.path))
            }
        }
    }
}

@c @implementation
public func callgate_gate_free(_ gate: callgate_gate) -> callgate_status { gates.free(gate) }

@c @implementation
public func callgate_gate_image(_ gate: callgate_gate, _ image: UnsafeMutablePointer<callgate_text>?) -> callgate_status {
    unsafe image?.pointee = callgate_text()
    return reporting { () throws(StatusError) in
        guard let image = unsafe image else { throw StatusError(.badArgument) }
        let bytes = unsafe try gates.find(gate).image.storage.bytes
        unsafe image.pointee = callgate_text(bytes)
    }
}

@c @implementation
public func callgate_gate_digest(_ gate: callgate_gate, _ digest: UnsafeMutablePointer<UInt8>?) -> callgate_status {
    reporting { () throws(StatusError) in
        guard let digest = unsafe digest else { throw StatusError(.badArgument) }
        let bytes = try gates.find(gate).policyDigest
        // The header says how much room there is.
        _ = unsafe UnsafeMutableBufferPointer(start: digest, count: 32).update(fromContentsOf: bytes.prefix(32))
    }
}

@c @implementation
public func callgate_gate_is_stateful(_ gate: callgate_gate, _ isStateful: UnsafeMutablePointer<Bool>?) -> callgate_status {
    unsafe isStateful?.pointee = true
    return reporting { () throws(StatusError) in
        guard let isStateful = unsafe isStateful else { throw StatusError(.badArgument) }
        let view = try gates.find(gate).image.view
        let judgesResults = view.results.count > 0 || view.guardRecord.usesTrust != 0
        unsafe isStateful.pointee = judgesResults || view.limits.count > 0 || view.inputs.count > 0
    }
}
