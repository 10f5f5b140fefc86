import Foundation

/// A value in the notation of the suite: an object whose one key is the kind.
public indirect enum ConformanceValue: Decodable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case list([ConformanceValue])
    /// Pairs of a key and its value.
    case map([[ConformanceValue]])
    case duration(seconds: Int64, nanoseconds: Int64)
    case timestamp(seconds: Int64, nanoseconds: Int64)
    case type(String)

    private enum Kind: String, CodingKey {
        case null, bool, int, uint, double, string, bytes, list, map, duration, timestamp, type
    }

    private struct Time: Decodable {
        var seconds: String
        var nanos: Int64
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Kind.self)
        guard let kind = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "a value has one kind"))
        }
        func number<T: LosslessStringConvertible>(_ text: String) throws -> T {
            guard let number = T(text) else {
                throw DecodingError.dataCorruptedError(forKey: kind, in: container, debugDescription: "no number: \(text)")
            }
            return number
        }
        switch kind {
        case .null: self = .null
        case .bool: self = .bool(try container.decode(Bool.self, forKey: kind))
        case .int: self = .int(try number(try container.decode(String.self, forKey: kind)))
        case .uint: self = .uint(try number(try container.decode(String.self, forKey: kind)))
        case .double:
            if let text = try? container.decode(String.self, forKey: kind) {
                self = .double(try number(text))
            } else {
                self = .double(try container.decode(Double.self, forKey: kind))
            }
        case .string: self = .string(try container.decode(String.self, forKey: kind))
        case .bytes: self = .bytes(Array(try container.decode(Data.self, forKey: kind)))
        case .list: self = .list(try container.decode([ConformanceValue].self, forKey: kind))
        case .map: self = .map(try container.decode([[ConformanceValue]].self, forKey: kind))
        case .duration, .timestamp:
            let time = try container.decode(Time.self, forKey: kind)
            let seconds: Int64 = try number(time.seconds)
            guard Self.isRepresentable(kind, seconds, time.nanos) else {
                throw DecodingError.dataCorruptedError(
                    forKey: kind, in: container,
                    debugDescription: "no \(kind.rawValue) here: \(seconds) s and \(time.nanos) ns")
            }
            self =
                kind == .duration
                ? .duration(seconds: seconds, nanoseconds: time.nanos)
                : .timestamp(seconds: seconds, nanoseconds: time.nanos)
        case .type: self = .type(try container.decode(String.self, forKey: kind))
        }
    }

    /// Timestamps are of the years 1 to 9999; durations fit in 64 bits of nanoseconds.
    private static func isRepresentable(_ kind: Kind, _ seconds: Int64, _ nanoseconds: Int64) -> Bool {
        switch kind {
        case .timestamp:
            return -62_135_596_800...253_402_300_799 ~= seconds && 0..<1_000_000_000 ~= nanoseconds
        default:
            let whole = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            return !whole.overflow && -999_999_999...999_999_999 ~= nanoseconds
                && !whole.partialValue.addingReportingOverflow(nanoseconds).overflow
        }
    }
}
