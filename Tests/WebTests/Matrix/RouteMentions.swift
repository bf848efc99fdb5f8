import Foundation
import HTTPTypes

@testable import Web

/// Which tests ask which route, read from the sources of the tests: addresses stand in them as literals.
struct RouteMentions {
    private struct Mention {
        let file: String
        /// The path's parts; nil for one that is put in when the test runs.
        let parts: [String?]
        let isPost: Bool
    }
    private let mentions: [Mention]
    private let texts: [String: String]
    /// The cases of `Register.Event`.
    let events: Set<String>

    init() throws {
        let repository = WebFixture.repository
        let register = repository.appending(path: "Packages/SharewellCore/Sources/Register/Event.swift")
        let source = try String(contentsOf: register, encoding: .utf8)
        events = Set(source.matches(of: /(?m)^    case ([a-zA-Z]+)\(/).map { String($0.1) })
        var mentions: [Mention] = [], texts: [String: String] = [:]
        let folder = repository.appending(path: "Tests/WebTests")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        for file in files where file.pathExtension == "swift" && !file.path.contains("/Matrix/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            texts[file.lastPathComponent] = text
            let found = Array(text.matches(of: /"((?:\/|\\\()[^"\n]*)"/))
            for (place, match) in found.enumerated() {
                // What follows the address up to the next one belongs to the same call.
                let end = place + 1 < found.count ? found[place + 1].range.lowerBound : text.endIndex
                let rest = text[match.range.upperBound..<end].prefix(600)
                let path = match.1.replacing(/\\\((?:[^()]|\([^()]*\))*\)/, with: "\u{0}").prefix { $0 != "?" && $0 != "#" }
                let parts = path.split(separator: "/").map { $0.contains("\u{0}") ? nil : String($0) }
                let isPost = rest.contains("form:") || rest.contains("method:") || rest.contains("body:") || rest.contains("upload")
                mentions.append(Mention(file: file.lastPathComponent, parts: parts, isPost: isPost))
            }
        }
        self.mentions = mentions
        self.texts = texts
    }

    /// The files that ask for it.
    func files(asking route: Route) -> Set<String> {
        let wanted = route.path.split(separator: "/").map(String.init)
        return Set(
            mentions.filter { mention in
                mention.isPost == (route.method != .get) && mention.parts.count == wanted.count
                    && zip(mention.parts, wanted).allSatisfy { asked, part in part.hasPrefix("{") || asked == nil || asked == part }
                    // A name that is put in is not what tells two routes apart.
                    && zip(mention.parts, wanted).contains { $0 == $1 || wanted.isEmpty } || (wanted.isEmpty && mention.parts.isEmpty)
            }.map(\.file))
    }

    func mentions(_ event: String, in file: String) -> Bool { texts[file]?.contains(event) == true }
}
