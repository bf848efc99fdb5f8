import Disclosure
import Guidance
import Hub
import Places
import Register

/// A link of OGC API.
struct FeatureLink: Encodable, Sendable {
    let href: String, rel: String, type: String
    init(_ href: String, _ rel: String, _ type: String) { (self.href, self.rel, self.type) = (href, rel, type) }
    static let schema = Schema.object([Member("href", .text(format: "uri")), Member("rel", .text()), Member("type", .text())])
}

/// Where to begin.
struct FeatureLanding: Encodable, Sendable {
    static let documentType = "application/vnd.oai.openapi+json;version=3.0"
    let title: String, description: String
    let links: [FeatureLink]

    init(_ call: Call) {
        let root = "\(call.origin)/ogc"
        title = call.visit.state.hub?.partnership ?? ""
        description = "Depersonalised records as points, for the purpose of your token."
        links = [
            FeatureLink(root, "self", "application/json"), FeatureLink("\(root)/api", "service-desc", Self.documentType),
            FeatureLink("\(root)/conformance", "conformance", "application/json"),
            FeatureLink("\(root)/collections", "data", "application/json"),
        ]
    }

    static let schema = Schema.object([
        Member("title", .text()), Member("description", .text()), Member("links", .array(.named("Link"))),
    ])
}

/// What this keeps to.
struct FeatureConformance: Encodable, Sendable {
    let conformsTo = ["core", "geojson", "oas30"].map { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/\($0)" }
    static let schema = Schema.object([Member("conformsTo", .array(.text()))])
}

/// The collections of a token.
struct FeatureCollections: Encodable, Sendable {
    struct Extent: Encodable, Sendable {
        struct Temporal: Encodable, Sendable {
            /// An end that is open is null.
            let interval: [[String?]]
        }
        let temporal: Temporal
    }
    struct Collection: Encodable, Sendable {
        let id: String, title: String, description: String
        let itemType = "feature"
        let crs = [FeatureCollections.crs84]
        let extent: Extent
        let links: [FeatureLink]

        static let schema = Schema.object([
            Member("id", .text()), Member("title", .text()), Member("description", .text()), Member("itemType", .text(of: ["feature"])),
            Member("crs", .array(.text())),
            Member(
                "extent",
                .object([
                    Member(
                        "temporal",
                        .object([
                            Member("interval", .array(.array(.orNull(.text(format: "date-time")), least: 2, most: 2), least: 1, most: 1))
                        ]))
                ])), Member("links", .array(.named("Link"))),
        ])
    }
    static let crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    let collections: [Collection]
    let links: [FeatureLink]

    /// The record types with a place, of those that the token can ask of.
    static func types(_ call: Call) throws -> [RecordType] { try call.askable().map(\.type).filter { $0.place != nil } }

    init(_ call: Call) throws {
        let root = "\(call.origin)/ogc"
        collections = try call.askable().filter { $0.type.place != nil }.map { type, supplies in
            let own = "\(root)/collections/\(type.id)"
            let from = supplies.compactMap(\.taken.periodFrom).min().flatMap { CalendarDate($0)?.firstDay }
            let to = supplies.compactMap(\.taken.periodTo).compactMap { CalendarDate($0)?.lastDay }.max()
            return Collection(
                id: type.id.rawValue, title: type.title, description: type.explanation,
                extent: Extent(
                    temporal: .init(
                        interval: [
                            [
                                from.map { "\(CalendarDay(number: $0))T00:00:00Z" },
                                to.map { "\(CalendarDay(number: $0))T23:59:59Z" },
                            ]
                        ])),
                links: [FeatureLink(own, "self", "application/json"), FeatureLink("\(own)/items", "items", "application/geo+json")])
        }
        links = [FeatureLink("\(root)/collections", "self", "application/json")]
    }

    static let schema = Schema.object([Member("collections", .array(.named("Collection"))), Member("links", .array(.named("Link")))])
}

/// Features, as GeoJSON (RFC 7946).
struct FeaturePage: Encodable, Sendable {
    struct Point: Encodable, Sendable {
        let type = "Point"
        let coordinates: [Double]
        static let schema = Schema.object([
            Member("type", .text(of: ["Point"])), Member("coordinates", .array(.number, least: 2, most: 2)),
        ])
    }
    struct Feature: Encodable, Sendable {
        let type = "Feature"
        let id: String
        /// Null where no place is kept.
        let geometry: Point?
        let properties: [String: JSON]
        let links: [FeatureLink]?

        init(_ record: ShownRecord, fields: [ShownField], links: [FeatureLink]?) {
            id = record.id
            // Seven decimals are a centimetre; the places are rounded to ten metres before.
            geometry = record.place.map { Point(coordinates: [Self.rounded($0.longitude), Self.rounded($0.latitude)]) }
            // Every field every time: programs take the columns from the first page.
            properties = Dictionary(
                fields.map { field in
                    guard let text = record.values[field.name] else { return (field.name, JSON.null) }
                    if field.isNumber, let number = Double(text), number.isFinite {
                        return (field.name, Int(text).map { .integer($0) } ?? .number(number))
                    }
                    return (field.name, JSON.text(text))
                }
            ) { first, _ in first }
            self.links = links
        }

        private static func rounded(_ degrees: Double) -> Double { (degrees * 1e7).rounded() / 1e7 }
        private enum CodingKeys: String, CodingKey { case type, id, geometry, properties, links }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(type, forKey: .type)
            try container.encode(id, forKey: .id)
            try container.encode(geometry, forKey: .geometry)
            try container.encode(properties, forKey: .properties)
            try container.encodeIfPresent(links, forKey: .links)
        }

        static let schema = Schema.object([
            Member("type", .text(of: ["Feature"])), Member("id", .text()), Member("geometry", .orNull(Point.schema)),
            Member("properties", .object([], others: .anything)), Member("links", .array(.named("Link")), optional: true),
        ])
    }
    let type = "FeatureCollection"
    let features: [Feature]
    let links: [FeatureLink]
    let timeStamp: String
    /// Not told where it would say how many other records there are: the standard asks for the very number or none.
    let numberMatched: Int?
    let numberReturned: Int
    /// Of anything made from them.
    let marking: String

    init(_ page: RecordPage, links: [FeatureLink], at now: Moment) {
        features = page.records.map { Feature($0, fields: page.fields, links: nil) }
        self.links = links
        timeStamp = now.description
        (numberMatched, numberReturned) = (page.isExact ? page.matched.number : nil, page.records.count)
        marking = page.marking
    }

    static let schema = Schema.object([
        Member("type", .text(of: ["FeatureCollection"])), Member("features", .array(.named("Feature"))),
        Member("links", .array(.named("Link"))),
        Member("timeStamp", .text(format: "date-time")), Member("numberMatched", .integer(), optional: true),
        Member("numberReturned", .integer()),
        Member("marking", .text()),
    ])
}

/// `datetime` of OGC API: a day, or an interval of two of which one may be open. Records have days: times are not looked at.
struct FeaturePeriod {
    let from: String?, to: String?

    init(_ text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let fault = ParameterFault("The parameter datetime is no date and time, and no interval of two.")
        guard (1...2).contains(parts.count) else { throw fault }
        let days = try parts.map { part -> String? in
            if parts.count == 2, part.isEmpty || part == ".." { return nil }
            guard let day = Self.day(part) else { throw fault }
            return day
        }
        (from, to) = (days[0], days.count == 2 ? days[1] : days[0])
        if let from, let to, from > to { throw fault }
        guard from != nil || to != nil else { throw fault }
    }

    /// The day of an RFC 3339 date, or date and time.
    private static func day(_ text: String) -> String? {
        let day = String(text.prefix(10))
        guard CalendarDay(iso: day) != nil else { return nil }
        let rest = text.dropFirst(10)
        guard !rest.isEmpty else { return day }
        let time = /[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])/
        return rest.wholeMatch(of: time) == nil ? nil : day
    }
}
