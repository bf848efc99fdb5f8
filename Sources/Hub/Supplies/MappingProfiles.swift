import Foundation
import Guidance
import Intake
import Tables

/// The mapping profiles a supply can choose from.
struct MappingProfiles {
    private let profiles: [MappingProfile]

    /// Those that came with the rulebook.
    init(files: [RulebookFile], rulebook: Rulebook) throws {
        profiles = try files.map { try MappingProfile.load(file: $0, rulebook: rulebook) }
    }

    /// Every header that a profile or the standard knows, to find a header line by.
    func headers(with type: RecordType) -> Set<String> {
        Set(profiles.flatMap(\.headers) + type.fields.flatMap { [$0.name, $0.title] })
    }

    /// The profile that was named, or the one that fits, or a proposal with how sure it is.
    func choose(
        for type: RecordType, by mapping: TakeSupply.Request.Mapping, layout: DelimitedLayout, head: [UInt8], rulebook: Rulebook, today: Int
    ) throws -> (MappingProfile, Double) {
        switch mapping {
        case .named(let name): return (name == "standard" ? .standard(for: type) : try named(name, rulebook: rulebook), 1)
        case .written(let yaml):
            return (try MappingProfile.load(file: RulebookFile(path: "the columns", text: yaml), rulebook: rulebook), 1)
        case .found:
            let choice = try choice(for: type, layout: layout, head: head, rulebook: rulebook, today: today)
            return (choice.profile, choice.origin == .proposed ? choice.confidence : 1)
        }
    }

    /// The profile that fits, or a proposal.
    func choice(
        for type: RecordType, layout: DelimitedLayout, head: [UInt8], rulebook: Rulebook, today: Int
    ) throws -> ProfileChoice {
        try ProfileChoice.choose(
            for: type, headers: layout.headers, samples: try Self.samples(layout, head), profiles: profiles, rulebook: rulebook,
            today: today)
    }

    private func named(_ name: String, rulebook: Rulebook) throws -> MappingProfile {
        if let known = profiles.first(where: { $0.name == name }) { return known }
        if !name.contains(where: { $0 == "." || $0 == "/" }) {
            throw HubError(
                .missing, code: "no-profile", "There is no mapping profile of that name.",
                remedy:
                    "Profiles are: standard, \(profiles.map(\.name).joined(separator: ", ")). Or name a YAML file, or leave --profile out to have one proposed."
            )
        }
        guard let data = FileManager.default.contents(atPath: name), let text = String(data: data, encoding: .utf8) else {
            throw HubError(
                .missing, code: "no-profile", "The mapping profile \(name) cannot be read as UTF-8 text.",
                remedy: "Check the path and that you may read it.")
        }
        return try MappingProfile.load(file: RulebookFile(path: name, text: text), rulebook: rulebook)
    }

    /// The first records, for a proposal to look at.
    static func samples(_ layout: DelimitedLayout, _ head: [UInt8]) throws -> ParsedTable? {
        var splitter = RecordSplitter(layout: layout)
        var chunks = try splitter.push(head)
        if chunks.isEmpty { chunks = try splitter.finish() }
        return try chunks.first.map { try TableParser(layout: layout).parse($0) }
    }
}
