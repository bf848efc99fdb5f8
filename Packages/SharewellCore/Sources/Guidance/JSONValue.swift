/// Just enough JSON to write descriptors with, keys in the order given.
enum JSONValue {
    case object([(String, JSONValue)])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    case flag(Bool)

    /// Indented by two spaces; short arrays and objects of plain values stay on one line.
    var text: String {
        var text = ""
        write(to: &text, indent: "")
        return text
    }

    private var isPlain: Bool {
        switch self {
        case .object, .array: false
        default: true
        }
    }

    private func write(to text: inout String, indent: String) {
        switch self {
        case .string(let value): Self.write(value, to: &text)
        case .integer(let value): text += String(value)
        case .flag(let value): text += value ? "true" : "false"
        case .array(let values):
            if values.allSatisfy(\.isPlain) {
                text += "["
                for (position, value) in values.enumerated() {
                    if position > 0 { text += ", " }
                    value.write(to: &text, indent: "")
                }
                text += "]"
            } else {
                let inner = indent + "  "
                text += "["
                for (position, value) in values.enumerated() {
                    text += position > 0 ? ",\n" + inner : "\n" + inner
                    value.write(to: &text, indent: inner)
                }
                text += "\n" + indent + "]"
            }
        case .object(let members):
            let inner = indent + "  "
            text += "{"
            for (position, member) in members.enumerated() {
                text += position > 0 ? ",\n" + inner : "\n" + inner
                Self.write(member.0, to: &text)
                text += ": "
                member.1.write(to: &text, indent: inner)
            }
            text += members.isEmpty ? "}" : "\n" + indent + "}"
        }
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
