import CallgatePolicy
import Testing

/// Schemas in each other, by references: at the limit, one under and one over.
@Suite struct SchemaDepthTests {
    /// A chain of objects each of whose one property refers to the next; a reference leads to two
    /// schemas, the property's and the one that it names.
    private func tools(references: Int) -> PolicyDocumentSource {
        var definitions = (0..<references).map { number in
            ##""d\##(number)": {"properties": {"a": {"$ref": "#/$defs/d\##(number + 1)"}}}"##
        }
        definitions.append(##""d\##(references)": {}"##)
        let schema = ##"{"$ref": "#/$defs/d0", "$defs": {\##(definitions.joined(separator: ", "))}}"##
        return PolicyDocumentSource(name: "tools.json", text: ##"{"pay": \##(schema)}"##)
    }

    private let policy = PolicyDocumentSource(
        name: "p.yaml", text: "rules:\n  - {name: r, tool: pay, when: has(args.a), action: deny}\n")

    @Test(arguments: [(63, true), (64, true), (65, false), (2_000, false)])
    func depth(_ references: Int, _ isAccepted: Bool) {
        do {
            _ = try loadPolicy([policy], tools: [tools(references: references - 1)])
            #expect(isAccepted)
        } catch {
            #expect(!isAccepted)
            #expect(error.diagnostics.count == 1)
            #expect(error.diagnostics.first?.message == "schemas are in each other more than 128 levels deep, references followed")
        }
    }
}
