/// `s.format(list)`: clauses of the string, replaced by the elements one after the other.
struct Formatter {
    private var rest: Substring.UnicodeScalarView
    private var arguments: ArraySlice<Outcome>
    private let evaluation: Evaluation

    init(_ text: String, _ arguments: [Outcome], _ evaluation: Evaluation) {
        rest = text.unicodeScalars[...]
        self.arguments = arguments[...]
        self.evaluation = evaluation
    }

    mutating func format() throws(EvaluationError) -> String {
        var pieces: [String] = []
        while let scalar = rest.popFirst() {
            if scalar != "%" {
                pieces.append(String(scalar))
            } else if rest.first == "%" {
                rest.removeFirst()
                pieces.append("%")
            } else {
                pieces.append(try clause())
            }
        }
        return pieces.joined()
    }

    /// What follows a `%`.
    private mutating func clause() throws(EvaluationError) -> String {
        let precision = try precision()
        guard let letter = rest.popFirst(), "sdfeboxX".unicodeScalars.contains(letter),
            let argument = arguments.popFirst()
        else { throw EvaluationError(.invalidArgument) }
        let value = try argument.get()
        let text: String? =
            switch letter {
            case "s": try ValueText.write(value, evaluation)
            case "d": decimal(value)
            case "f": Number(value).map { special($0.real) ?? DecimalNumber($0.real).fixed(precision) }
            case "e": Number(value).map { special($0.real) ?? DecimalNumber($0.real).scientific(precision) }
            case "b": digits(value, radix: 2)
            case "o": digits(value, radix: 8)
            case "x": hexadecimal(value, uppercase: false)
            default: hexadecimal(value, uppercase: true)
            }
        guard let text else { throw EvaluationError(.invalidArgument) }
        return text
    }

    private mutating func precision() throws(EvaluationError) -> Int {
        guard rest.first == "." else { return 6 }
        rest.removeFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest.removeFirst(digits.count)
        // What does not fit is too large, too.
        guard !digits.isEmpty, let precision = Int(String(digits)), precision <= ReferenceLimits.formatPrecision else {
            throw EvaluationError(.invalidArgument)
        }
        return precision
    }

    // MARK: Numbers

    private func decimal(_ value: Value) -> String? {
        switch value {
        case .int(let int, _): String(int)
        case .uint(let uint): String(uint)
        case .double(let double, _): special(double) ?? NumberText.plain(double)
        default: nil
        }
    }

    private func special(_ double: Double) -> String? { NumberText.special(double) }

    private func digits(_ value: Value, radix: Int) -> String? {
        switch value {
        case .int(let int, _): String(int, radix: radix)
        case .uint(let uint): String(uint, radix: radix)
        case .bool(let bool) where radix == 2: bool ? "1" : "0"
        default: nil
        }
    }

    private func hexadecimal(_ value: Value, uppercase: Bool) -> String? {
        switch value {
        case .int(let int, _): String(int, radix: 16, uppercase: uppercase)
        case .uint(let uint): String(uint, radix: 16, uppercase: uppercase)
        case .string(let string): hexadecimal(Array(string.utf8), uppercase)
        case .bytes(let bytes): hexadecimal(bytes, uppercase)
        default: nil
        }
    }

    private func hexadecimal(_ bytes: [UInt8], _ uppercase: Bool) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: uppercase) }.joined()
    }
}
