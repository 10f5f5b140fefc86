public import CallgatePolicy

/// Where a field stands in a call.
public typealias FieldPath = CallgatePolicy.FieldPath

/// Why a text is no path of a field.
public typealias FieldPathError = CallgatePolicy.FieldPathError
