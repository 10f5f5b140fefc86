import CallgateLanguage
import Testing

/// Expects one error, at a place that is marked in the source, whose message holds a text.
/// - Returns: the error.
@discardableResult
func expectRejection(
    of source: String, at place: String, _ message: String, in environment: Environment
) throws -> LanguageError {
    let errors = checkErrors(source, in: environment)
    #expect(errors.count == 1, "\(errors)")
    let first = try #require(errors.first)
    #expect(marked(source, first.range) == place)
    #expect(first.message.contains(message), "\(first.message)")
    return first
}
