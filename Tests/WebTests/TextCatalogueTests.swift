import Foundation
import Guidance
import Hub
import Register
import Testing

@testable import Web

/// Every text is in the catalogue and nowhere else, so that another language is another file.
@Suite("The catalogue of texts")
struct TextCatalogueTests {
    private static let texts = WebFixture.repository.appending(path: "Face/texts/en.yaml")

    private func sources() throws -> [(name: String, text: String)] {
        let folder = WebFixture.repository.appending(path: "Sources/Web")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return try files.filter { $0.pathExtension == "swift" }.map {
            // A text within the brackets of another is taken for what it is put into.
            ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
        }
    }

    /// Parts of the program that answer programs, whose words are those of their standards.
    private static let forPrograms = [
        "Catalogue.swift", "Schema.swift", "InterfaceDocument.swift", "InterfaceRoutes.swift", "FeatureRoutes.swift",
    ]

    @Test("every key that is asked for is there, and every key that is there is asked for")
    func keys() throws {
        let texts = try Texts(yaml: String(contentsOf: Self.texts, encoding: .utf8))
        var asked = Set<String>()
        var beginnings = Set<String>()
        for (name, source) in try sources() {
            for match in source.matches(of: /"((?:[^"\\\n]|\\.)*)"/) {
                let text = String(match.1)
                if let end = text.firstRange(of: "\\(")?.lowerBound {
                    let beginning = text[..<end]
                    if beginning.contains(".") { beginnings.insert(String(beginning)) }
                } else {
                    asked.insert(text)
                }
            }
            for match in source.matches(of: /(?:\bt|texts)\("([a-z0-9-]+\.[a-z0-9.-]+)"/) {
                #expect(texts.find(String(match.1)) != nil, "\(name) asks for \(match.1)")
            }
            for match in source.matches(of: /texts\.count\("([a-z0-9.-]+)"/) {
                #expect(texts.find("\(match.1).one") != nil && texts.find("\(match.1).other") != nil, "\(name) counts \(match.1)")
            }
        }
        let everything = try sources().map(\.text).joined(separator: "\n")
        for key in texts.keys where key != "language" {
            let whole = key.replacing(/\.(one|other)$/, with: "")
            let isAsked = asked.contains(key) || asked.contains(whole) || beginnings.contains { key.hasPrefix($0) }
            // Keys put together from their parts, and those asked for within another text.
            let isPart = asked.contains { $0.hasSuffix(".") && key.hasPrefix($0) } || key.hasSuffix(".section")
            let isWithin = everything.contains("(\"\(key)\"")
            #expect(isAsked || isPart || isWithin, "nobody asks for \(key)")
        }
    }

    @Test("no page has words of its own, and no template either")
    func literals() throws {
        for (name, source) in try sources() where !Self.forPrograms.contains(name) {
            let pieces = source.matches(
                of: /(?:\.heading|\.lead|\.inset|\.text|Link\(text:|Button\(text:|caption:|label:|hint:)\(?\s*"((?:[^"\\\n]|\\.)*)"/)
            for piece in pieces {
                let words = piece.1.replacing(/\\\((?:[^()]|\([^()]*\))*\)/, with: "")
                // What begins within another literal is the code between two of them.
                guard !words.hasPrefix(")"), !words.hasPrefix("."), words != "sharewell" else { continue }
                #expect(words.firstMatch(of: /[A-Za-z]{3,}/) == nil, "\(name): \(piece.0)")
            }
        }
        let folder = WebFixture.repository.appending(path: "Face/templates")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let template = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            let plain = template.replacing(/\{\{[^}]*\}?\}\}/, with: "").replacing(/<[^>]*>/, with: "")
            #expect(plain.firstMatch(of: /[A-Za-z]/) == nil, "\(name) says \(plain.split(separator: "\n").joined())")
        }
    }

    @Test("with a catalogue in another language no English is left")
    func anotherLanguage() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sharewell-face-\(UUID().uuidString)")
        let files = FileManager.default
        try files.createDirectory(at: folder.appending(path: "texts"), withIntermediateDirectories: true)
        defer { try? files.removeItem(at: folder) }
        for part in ["templates", "assets", "vendor"] {
            try files.copyItem(at: WebFixture.repository.appending(path: "Face/\(part)"), to: folder.appending(path: part))
        }
        let english = try String(contentsOf: Self.texts, encoding: .utf8)
        try Self.translated(english).write(to: folder.appending(path: "texts/en.yaml"), atomically: true, encoding: .utf8)
        let web = try await WebFixture(face: folder)
        let person = WebFixture.person(.analyst, of: WebFixture.council)
        // Names of people and of the hub are what they are.
        let names = Set(["Luton", "CSP", "analyst", "of", "luton-council", "luton", "council", "Sharewell"])
        let pages = [
            "/sign-in", "/invitation", "/help", "/accessibility", "/nowhere", "/account/password", "/account/certificate",
            "/account/notices",
            "/account/single-sign-on",
        ]
        for path in pages {
            let answer = try await web.ask(path, as: path.hasPrefix("/account") ? person : nil)
            let attributes = answer.body.matches(of: /(?:aria-label|title|alt|placeholder)="([^"]*)"/).map { String($0.1) }
            let visible = answer.body.replacing(
                /<(script|style|code|pre)[^>]*>.*?<\/(script|style|code|pre)>/.dotMatchesNewlines(), with: " "
            )
            .replacing(/<[^>]*>/, with: " ").replacing(/&[a-z#0-9]+;/, with: " ")
            for word in ([visible] + attributes).joined(separator: " ").matches(of: /[A-Za-z][a-z-]{2,}/).map({ String($0.0) }) {
                #expect(names.contains(word) || web.hub.state.people[person]?.name.contains(word) == true, "\(path): \(word)")
            }
        }
    }

    /// The same catalogue with every letter of every text another one; keys and the names of values stay.
    static func translated(_ yaml: String) -> String {
        let letters = Dictionary(
            uniqueKeysWithValues: zip(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ"))
        func other(_ text: Substring) -> String {
            var out = ""
            var isName = false
            for letter in text {
                if letter == "{" { isName = true }
                out.append(isName ? letter : letters[letter] ?? letter)
                if letter == "}" { isName = false }
            }
            return out
        }
        return yaml.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("language:") { return "language: cy" }
            // Short maps on one line: `key: {title: …, text: …}`.
            if let open = line.firstRange(of: ": {")?.lowerBound, line.hasSuffix("}"), line.contains("title: ") {
                return line[..<open] + ": "
                    + line[open...].dropFirst(2).replacing(/((?:title|text): )("?)([^,"}][^"}]*?)("?)(?=, text: |\}$)/) { match in
                        String(match.1) + String(match.2) + other(match.3) + String(match.4)
                    }
            }
            guard let colon = line.firstRange(of: ": "), !line.hasPrefix("#") else { return String(line) }
            return line[..<colon.upperBound] + other(line[colon.upperBound...])
        }.joined(separator: "\n")
    }
}
