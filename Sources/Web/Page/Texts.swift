import Foundation
import Yams

/// Every text of the pages, by key, in one language. One file holds them all: another language is another file.
struct Texts: Sendable {
    /// `en-GB`, for `lang` in the pages.
    let language: String
    private let table: [String: String]

    /// Reads a catalogue: nested keys, texts with `{name}` where a value goes.
    init(yaml: String) throws {
        guard let root = try Yams.load(yaml: yaml) as? [String: Any] else { throw TextsFault.notAMap }
        var table: [String: String] = [:]
        func take(_ value: Any, _ key: String) throws {
            switch value {
            case let map as [String: Any]: for (name, inner) in map { try take(inner, key.isEmpty ? name : "\(key).\(name)") }
            case let text as String: table[key] = text
            default: throw TextsFault.notAText(key)
            }
        }
        try take(root, "")
        self.table = table
        language = table["language"] ?? "en-GB"
    }

    /// Why a catalogue cannot be used.
    enum TextsFault: Error, Hashable {
        case notAMap
        case notAText(String)
    }

    /// Every key.
    var keys: Set<String> { Set(table.keys) }

    /// The text, or nil.
    func find(_ key: String) -> String? { table[key] }

    /// The text with its values put in; the key itself where a text is missing, which a test does not let pass.
    func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        guard var text = table[key] else { return key }
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    /// A text that depends on a number: `key.one` for one, `key.other` for any other, with `{count}`.
    func count(_ key: String, _ number: Int, _ values: KeyValuePairs<String, String> = [:]) -> String {
        callAsFunction("\(key).\(number == 1 ? "one" : "other")", values).replacing("{count}", with: Self.grouped(number))
    }

    /// `12,345`.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var out = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return number < 0 ? "−" + out : out
    }
}
