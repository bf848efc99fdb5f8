import Guidance
import Register

/// The datasets of a token as a DCAT 3 catalogue in JSON-LD (W3C, 2024): metadata alone, and only of what the token can ask of.
struct Catalogue {
    let json: JSON

    init(_ call: Call) throws {
        let state = call.visit.state
        let root = "\(call.origin)/api/v1"
        let datasets = try call.askable().map { type, supplies -> JSON in
            let own = "\(root)/datasets/\(type.id)"
            var members: [String: JSON] = [
                "@id": .text(own), "@type": .text("dcat:Dataset"), "dct:identifier": .text(type.id.rawValue),
                "dct:title": .text(type.title),
                "dct:description": .text(type.explanation), "dct:conformsTo": .text("\(call.visit.rulebook.id) \(type.section)"),
                "dct:publisher": .array(
                    Set(supplies.map(\.taken.agency)).sorted().map { agency in
                        .object([
                            "@type": .text("foaf:Organization"), "foaf:name": .text(state.agencies[agency]?.name ?? agency.rawValue),
                        ])
                    }),
                "dct:accessRights": .object([
                    "@type": .text("dct:RightsStatement"),
                    "rdfs:label": .text(
                        "\(call.visit.rulebook.marking(of: [.records(type.id)]).marking.title): for signatories of the information sharing protocol, for the stated purpose."
                    ),
                ]),
                "dcat:distribution": .array([
                    .object([
                        "@id": .text("\(own)/records"), "@type": .text("dcat:Distribution"),
                        "dcat:accessURL": .object(["@id": .text("\(own)/records")]),
                        "dcat:mediaType": .text("application/json"), "dcat:accessService": .object(["@id": .text(root)]),
                    ])
                ]),
            ]
            let from = supplies.compactMap(\.taken.periodFrom).min(), to = supplies.compactMap(\.taken.periodTo).max()
            if from != nil || to != nil {
                var period: [String: JSON] = ["@type": .text("dct:PeriodOfTime")]
                if let from { period["dcat:startDate"] = .text(from) }
                if let to { period["dcat:endDate"] = .text(to) }
                members["dct:temporal"] = .object(period)
            }
            return .object(members)
        }
        json = .object([
            "@context": .object([
                "dcat": .text("http://www.w3.org/ns/dcat#"), "dct": .text("http://purl.org/dc/terms/"),
                "foaf": .text("http://xmlns.com/foaf/0.1/"), "rdfs": .text("http://www.w3.org/2000/01/rdf-schema#"),
            ]),
            "@id": .text("\(root)/catalogue"), "@type": .text("dcat:Catalog"), "dct:title": .text(state.hub?.partnership ?? ""),
            "dct:language": .text("en-GB"),
            "dcat:service": .array([
                .object([
                    "@id": .text(root), "@type": .text("dcat:DataService"), "dct:title": .text("Sharewell"),
                    "dcat:endpointURL": .object(["@id": .text(root)]),
                    "dcat:endpointDescription": .object(["@id": .text("\(root)/openapi.json")]),
                ])
            ]),
            "dcat:dataset": .array(datasets),
        ])
    }
}
