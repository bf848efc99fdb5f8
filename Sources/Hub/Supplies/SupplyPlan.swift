import Depersonalisation
import Foundation
import Guidance
import Intake
import Places
import Register
import Storage
import Tables

/// Everything that has to be known before the first record of a supply is read.
struct SupplyPlan: Sendable {
    let request: TakeSupply.Request
    let recordType: RecordType
    let agency: Agency
    let layout: DelimitedLayout
    let layoutFindings: FindingTally
    let profile: MappingProfile
    let confidence: Double
    /// Dates that the file's beginning would let be read in another order.
    let openOrders: [OpenDateOrder]
    let statement: MetadataStatement?
    let places: OpenPlaces?
    /// Whether these are the places that were imported: to be waited for before anything is sealed.
    let placesCheck: PlacesCheck?
    let gazetteer: Gazetteer
    /// Where its units are, with 10 km around; nil without any.
    let knownPlaces: GridSquares?
    let converter: GridConverter
    let rulebook: Rulebook
    /// What depersonalised records are made by; nil for personal ones, which are sealed as supplied.
    let depersonalising: Depersonalising?
    let today: Int

    init(_ request: TakeSupply.Request, hub: Hub) throws {
        self.request = request
        let register = hub.register
        recordType = try register.recordType(request.dataset)
        guard let agency = register.state.agencies[request.agency] else { throw HubError.unknownSupplier }
        self.agency = agency
        today = hub.now.day
        let folder = PlacesFolder(hub.folder.places)
        places = try hub.placesInForce().map { try folder.open(pin: $0.number) }
        placesCheck = places.map(PlacesCheck.init)
        let known = try MappingProfiles(files: hub.rules.profileFiles, rulebook: hub.rulebook)
        // What is supplied is read again, to count classes and to seal.
        let head = try Self.head(of: request.file, rereading: true)
        (layout, layoutFindings) = try LayoutDetector.detect(
            head.bytes, isWhole: head.isWhole, knownHeaders: known.headers(with: recordType))
        (profile, confidence) = try known.choose(
            for: recordType, by: request.profile, layout: layout, head: head.bytes, rulebook: hub.rulebook, today: today)
        openOrders =
            if let samples = try MappingProfiles.samples(layout, head.bytes) {
                OpenDateOrder.find(in: samples, headers: layout.headers, profile: profile, recordType: recordType, today: today)
            } else {
                []
            }
        statement =
            switch request.metadata {
            case .none: nil
            case .file(let url): try Self.statement(in: url, form: hub.rulebook.metadataForm)
            case .statement(let statement): statement
            }
        rulebook = hub.rulebook
        gazetteer = try places?.gazetteer ?? .empty()
        knownPlaces = gazetteer.unitCount > 0 ? gazetteer.squares.widened() : nil
        converter = try GridConverter(gridFolder: folder.grids)
        if recordType.information == .depersonalised {
            let pack = try RulePack.load(files: hub.rules.rulePackFiles)
            depersonalising = Depersonalising(
                pack: pack, ladder: PlaceLadder(gazetteer: gazetteer, areas: places?.areas, least: pack.leastProperties))
        } else {
            depersonalising = nil
        }
    }

    /// What users of the records must know, as the supplier and the profile say it.
    var caveats: [String] { (statement?.caveats ?? []) + profile.caveats }

    /// A mapper for one worker.
    func mapper() throws -> Mapper {
        try Mapper(
            profile: profile, recordType: recordType, rulebook: rulebook, headers: layout.headers, converter: converter,
            postcodes: places?.gazetteer, today: today, expected: knownPlaces)
    }

    /// The rule pack, and what it lets be kept of the pinned places: read once, for every worker and pass.
    struct Depersonalising: Sendable {
        let pack: RulePack
        let ladder: PlaceLadder
    }

    /// A depersonaliser for one worker.
    func depersonaliser(_ rules: Depersonalising, classes: ClassCounts?, linked: LinkedPlaces?) -> Depersonaliser {
        var snapped: Int?
        if case .snapped(let addresses) = profile.coordinateMethod { snapped = addresses }
        let day = CalendarDay(number: today)
        return Depersonaliser(
            recordType: recordType, rulePack: rules.pack, rulebook: rulebook, ladder: rules.ladder, snappedTo: snapped,
            classes: classes, linked: linked, today: day.year * 10_000 + day.month * 100 + day.day,
            seed: .random(in: 0 ... .max))
    }

    /// Whether the file names its agency as the one that recorded it.
    func judgeSupplier(_ mapper: Mapper, among state: HubState) -> SupplierMatch {
        let others = state.agencies.values.filter { $0.id != agency.id }.map { (id: $0.id.rawValue, name: $0.knownAs ?? $0.name) }
        return mapper.judgeSupplier(agencyID: agency.id.rawValue, agencyName: agency.knownAs ?? agency.name, otherAgencies: others)
    }

    /// Names and versions of the gazetteers and boundaries in use.
    var placeVersions: [String] { places?.versions ?? [] }

    /// The first part of the file, enough to see its layout and guess its columns.
    static func head(of origin: SuppliedOrigin, rereading: Bool = false) throws -> (bytes: [UInt8], isWhole: Bool) {
        var file = try SuppliedFile.open(origin, rereading: rereading)
        var bytes: [UInt8] = []
        while bytes.count < 1 << 18 {
            let more = try file.read(upTo: (1 << 18) - bytes.count)
            if more.isEmpty { return (bytes, true) }
            bytes += more
        }
        return (bytes, false)
    }

    private static func statement(in url: URL, form: MetadataForm) throws -> MetadataStatement {
        guard let data = FileManager.default.contents(atPath: url.path), let text = String(data: data, encoding: .utf8) else {
            throw HubError(
                .missing, code: "form-not-readable", "The metadata form cannot be read as UTF-8 text.",
                remedy: "Check the path; sharewell guidance form prints an empty one to fill in.")
        }
        return try MetadataStatement.load(yaml: text, form: form)
    }
}

extension HubError {
    static let unknownSupplier = HubError(
        .setUp, code: "unknown-agency", "No agency of that name is in the register.", remedy: "See sharewell agency list.")
}
