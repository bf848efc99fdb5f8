import Foundation

/// Any JSON, where what it holds is known only when it is written or read: schemas, properties of features, bodies before they are checked.
indirect enum JSON: Sendable, Hashable, Codable {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .flag(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    /// Reads what a program sent: UTF-8 (RFC 8259, 8.1), and nothing that lies deeper in itself than anything here does, as reading takes the longer
    /// the deeper it goes; nil where it is something else.
    init?(told bytes: [UInt8]) {
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil, Self.depth(of: bytes) <= Self.deepest,
            let read = try? JSONDecoder().decode(JSON.self, from: Data(bytes))
        else { return nil }
        self = read
    }

    /// A body has an array of objects in an object.
    private static let deepest = 8

    /// How deep arrays and objects lie in each other, at most.
    private static func depth(of bytes: [UInt8]) -> Int {
        var depth = 0, deepest = 0, isText = false, isEscaped = false
        for byte in bytes {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isText: isEscaped = true
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if !isText { depth += 1 }
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): if !isText { depth -= 1 }
            default: break
            }
        }
        return deepest
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// A member of an object; nil where there is none or this is none.
    subscript(name: String) -> JSON? { if case .object(let members) = self { members[name] } else { nil } }
    /// A text.
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
    /// A text from an optional one.
    static func texts(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .text($0) }) }
}
