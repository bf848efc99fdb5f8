import Guidance
import HTTPTypes
import Hub
import Register

/// OGC API – Features, part 1 (OGC 17-069r4): depersonalised records as features at their representative points, for geographic information systems.
enum FeatureRoutes {
    static let all: [Route] = operations.map(\.route) + [description.route]

    static let collection = Operation.Parameter.path("collection", "The collection: a dataset.")
    /// Asked where it is not said; programs ask for more or go on.
    static let usualLimit = 10

    static let operations: [Operation] = [
        Operation(
            method: .get, path: "/ogc", id: "getLandingPage", summary: "Where to begin", explanation: "Links to everything else.",
            answer: .named("LandingPage")
        ) { call in JSONReply.reply(FeatureLanding(call)) },
        Operation(
            method: .get, path: "/ogc/conformance", id: "getConformance", summary: "What this keeps to",
            explanation: "Conformance classes of OGC API – Features.", answer: .named("Conformance")
        ) { _ in JSONReply.reply(FeatureConformance()) },
        Operation(
            method: .get, path: "/ogc/collections", id: "getCollections", summary: "Datasets with places that this token can ask of",
            explanation: "Each is a collection of points.", answer: .named("Collections")
        ) { call in JSONReply.reply(try FeatureCollections(call)) },
        Operation(
            method: .get, path: "/ogc/collections/{collection}", id: "getCollection", summary: "One of them",
            explanation: "With the period its records are of.", parameters: [collection], answer: .named("Collection")
        ) { call in
            guard let found = try FeatureCollections(call).collections.first(where: { $0.id == call["collection"] }) else {
                throw WebFault.notFound
            }
            return JSONReply.reply(found)
        },
        Operation(
            method: .get, path: "/ogc/collections/{collection}/items", id: "getFeatures", summary: "Records as points",
            explanation:
                "Depersonalised records at representative points of places of at least four properties. Each page is a view of records and stands in the ledger.",
            parameters: [
                collection,
                Operation.Parameter(
                    name: "limit", place: .query, schema: .integer(1...ShowRecords.most),
                    explanation: "How many at most; \(usualLimit) where it is not said.", isCapped: true),
                .query("bbox", .array(.number, least: 4, most: 6), "Least and greatest longitude and latitude; heights are not looked at."),
                .query(
                    "datetime", .text(least: 1, most: 80),
                    "A day, or two with / between, of which one may be .. for no end; times of day are not looked at."),
                .query("cursor", .text(pattern: "[A-Za-z0-9_-]+", most: 200), "Where to go on, as the link to the next has it."),
            ], answer: .named("Features"), type: "application/geo+json", event: "queryAnswered",
            further: { visit, values in
                visit.rulebook.recordType(RecordTypeID(rawValue: values["collection"] ?? "")).map { filters(of: $0, visit.rulebook) } ?? []
            }
        ) { call in try items(call) },
        Operation(
            method: .get, path: "/ogc/collections/{collection}/items/{feature}", id: "getFeature", summary: "One record as a point",
            explanation: "By its id, which is the same while its supply is held.",
            parameters: [collection, .path("feature", "The feature.", .text(pattern: "[A-Za-z0-9_-]+", most: 100))],
            answer: .named("Feature"), type: "application/geo+json", event: "queryAnswered"
        ) { call in
            let type = try call.dataset("collection"), token = try call.token
            guard type.place != nil,
                let page = try ShowRecords(hub: call.visit.hub, vault: call.visit.vault(), entry: call.entry).record(
                    call["feature"] ?? "", of: type.id, for: call.visit.actor, purpose: token.purpose, category: token.category),
                let record = page.records.first
            else { throw WebFault.notFound }
            let collection = "\(call.origin)/ogc/collections/\(type.id)"
            let feature = FeaturePage.Feature(
                record, fields: page.fields,
                links: [
                    FeatureLink("\(call.origin)\(call.visit.path)", "self", "application/geo+json"),
                    FeatureLink(collection, "collection", "application/json"),
                ])
            return JSONReply.reply(feature, type: "application/geo+json")
        },
    ]

    /// Fields with a code list can be asked by in an address: their values say what kind of thing happened, and nobody's name.
    static func filters(of type: RecordType, _ rulebook: Rulebook) -> [Operation.Parameter] {
        type.fields.compactMap { field in
            guard [.keep, .quasi].contains(field.rule), field.role != .direct, let list = field.codeList.flatMap(rulebook.codeList),
                !["limit", "bbox", "datetime", "cursor"].contains(field.name)
            else { return nil }
            let isShort = !list.open && list.codes.count <= 60
            return .query(field.name, isShort ? .text(of: list.codes.map(\.code)) : .text(least: 1, most: 200), field.title)
        }
    }

    private static func items(_ call: Call) throws -> Reply {
        let type = try call.dataset("collection"), token = try call.token
        guard type.place != nil else { throw WebFault.notFound }
        let period = try call["datetime"].map(FeaturePeriod.init)
        let filters = Self.filters(of: type, call.visit.rulebook).compactMap { parameter in
            call[parameter.name].map { Question.Filter(field: parameter.name, test: .equals($0)) }
        }
        let limit = call.integer("limit", default: usualLimit)
        let page = try ShowRecords(hub: call.visit.hub, vault: call.visit.vault(), entry: call.entry).page(
            Question(dataset: type.id, from: period?.from, to: period?.to, filters: filters, by: []), within: try box(call["bbox"]),
            after: call["cursor"], limit: limit, for: call.visit.actor, purpose: token.purpose, category: token.category)
        let next = page.next.map { call.address(with: "cursor", $0, limit: limit) }
        let own = "\(call.origin)\(call.visit.path)" + (call.visit.query.isEmpty ? "" : "?\(call.visit.query.encoded)")
        let links =
            [FeatureLink(own, "self", "application/geo+json")] + (next.map { [FeatureLink($0, "next", "application/geo+json")] } ?? [])
        let features = FeaturePage(page, links: links, at: call.visit.now)
        return Paging.linked(JSONReply.reply(features, type: "application/geo+json"), next)
    }

    private static func box(_ text: String?) throws -> GeographicBox? {
        guard let text else { return nil }
        let numbers = text.split(separator: ",").compactMap { Double($0) }
        let flat = numbers.count == 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers
        guard flat.count == 4, let box = GeographicBox(west: flat[0], south: flat[1], east: flat[2], north: flat[3]) else {
            throw ParameterFault("The parameter bbox is no rectangle of longitudes and latitudes.")
        }
        return box
    }

    // MARK: The document

    private static let description = Operation(
        method: .get, path: "/ogc/api", id: "getDescription", summary: "This document",
        explanation: "OpenAPI 3.0, made of the table of operations that answers, with the collections of the token.",
        answer: .object([], others: .anything), type: FeatureLanding.documentType
    ) { call in JSONReply.reply(try document(call).json(at: call.origin), type: FeatureLanding.documentType) }

    /// Collections stand in it one by one, as programs look for what each can be asked by.
    static func document(_ call: Call) throws -> InterfaceDocument {
        let named = try FeatureCollections.types(call)
        var listed: [Operation] = []
        for operation in operations {
            guard operation.parameters.contains(where: { $0.name == "collection" }) else {
                listed.append(operation)
                continue
            }
            for type in named {
                var own = operation
                own.path = operation.path.replacing("{collection}", with: type.id.rawValue)
                own.id = "\(operation.id)-\(type.id)"
                own.parameters.removeAll { $0.name == "collection" }
                if operation.further != nil { own.parameters += filters(of: type, call.visit.rulebook) }
                listed.append(own)
            }
        }
        return InterfaceDocument(
            title: "Sharewell features",
            explanation:
                "Depersonalised records of a Community Safety Partnership as points. Show your token as Bearer, or as the password of Basic with your short name.",
            root: "/ogc", operations: listed, dialect: .openAPI30)
    }
}
