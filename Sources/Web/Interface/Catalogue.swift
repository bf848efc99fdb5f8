import Guidance
import Register

/// The datasets of a token as a DCAT 3 catalogue in JSON-LD (W3C, 2024): metadata alone, and only of what the token can ask of.
struct Catalogue {
    let json: JSON

    init(_ call: Call) throws {
        let state = call.visit.state
        let root = "\(call.origin)/api/v1"
        // Whoever opens the address without is told 401: this says with what.
        let asking = Self.rights(
            "Ask with a token of the hub, as Authorization: Bearer, or Basic with your short name and the token. People make tokens at \(call.origin)/account/tokens."
        )
        let datasets = try call.askable().map { type, supplies -> JSON in
            let own = "\(root)/datasets/\(type.id)"
            var members: [String: JSON] = [
                "@id": .text(own), "@type": .text("dcat:Dataset"), "dct:identifier": .text(type.id.rawValue),
                "dct:title": .text(type.title),
                "dct:description": .text(type.explanation),
                "dct:conformsTo": .object([
                    "@type": .text("dct:Standard"), "dct:title": .text("\(call.visit.rulebook.id) \(type.section)"),
                ]),
                "dcat:landingPage": .object(["@id": .text("\(call.origin)/catalogue/\(type.id)")]),
                "dct:publisher": .array(
                    Set(supplies.map(\.taken.agency)).sorted().map { agency in
                        .object([
                            "@type": .text("foaf:Organization"), "foaf:name": .text(state.agencies[agency]?.name ?? agency.rawValue),
                        ])
                    }),
                "dct:accessRights": Self.rights(
                    "\(call.visit.rulebook.marking(of: [.records(type.id)]).marking.title): for signatories of the information sharing protocol, for the stated purpose."
                ),
                "dcat:distribution": .array([
                    .object([
                        "@id": .text("\(own)/records"), "@type": .text("dcat:Distribution"),
                        "dcat:accessURL": .object(["@id": .text("\(own)/records")]),
                        "dcat:mediaType": Self.mediaType("application/json"), "dcat:accessService": .object(["@id": .text(root)]),
                        "dct:accessRights": asking,
                    ])
                ]),
            ]
            let from = supplies.compactMap(\.taken.periodFrom).min(), to = supplies.compactMap(\.taken.periodTo).max()
            if from != nil || to != nil {
                var period: [String: JSON] = ["@type": .text("dct:PeriodOfTime")]
                if let from { period["dcat:startDate"] = Self.day(from) }
                if let to { period["dcat:endDate"] = Self.day(to) }
                members["dct:temporal"] = .object(period)
            }
            return .object(members)
        }
        json = .object([
            "@context": .object([
                "dcat": .text("http://www.w3.org/ns/dcat#"), "dct": .text("http://purl.org/dc/terms/"),
                "foaf": .text("http://xmlns.com/foaf/0.1/"), "rdfs": .text("http://www.w3.org/2000/01/rdf-schema#"),
                "xsd": .text("http://www.w3.org/2001/XMLSchema#"),
            ]),
            "@id": .text("\(root)/catalogue"), "@type": .text("dcat:Catalog"), "dct:title": .text(state.hub?.partnership ?? ""),
            "dct:description": .text("What this token can ask of: where it is from, and of when. No records."),
            "dct:language": .object(["@id": .text("http://id.loc.gov/vocabulary/iso639-1/en")]),
            "dcat:service": .array([
                .object([
                    "@id": .text(root), "@type": .text("dcat:DataService"), "dct:title": .text("Sharewell"), "dct:accessRights": asking,
                    "dcat:endpointURL": .object(["@id": .text(root)]),
                    "dcat:endpointDescription": .object(["@id": .text("\(root)/openapi.json")]),
                ])
            ]),
            "dcat:dataset": .array(datasets),
        ])
    }

    private static func rights(_ words: String) -> JSON {
        .object(["@type": .text("dct:RightsStatement"), "rdfs:label": .text(words)])
    }

    /// A type of files as the address that stands for it.
    private static func mediaType(_ name: String) -> JSON {
        .object(["@id": .text("https://www.iana.org/assignments/media-types/\(name)")])
    }

    /// A year, month or day with its type.
    private static func day(_ text: String) -> JSON {
        let parts = text.split(separator: "-").count
        return .object(["@type": .text(parts == 1 ? "xsd:gYear" : parts == 2 ? "xsd:gYearMonth" : "xsd:date"), "@value": .text(text)])
    }
}
