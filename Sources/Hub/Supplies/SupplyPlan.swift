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
    let statement: MetadataStatement?
    let places: OpenedPlaces
    let rulePack: RulePack?
    let today: Int

    init(_ request: TakeSupply.Request, hub: Hub) throws {
        self.request = request
        let register = hub.register
        recordType = try register.recordType(request.dataset)
        guard let agency = register.state.agencies[request.agency] else { throw HubError.unknownSupplier }
        self.agency = agency
        today = hub.clock().day
        let rules = RulebookFolder(hub.folder.guidance)
        let known = try MappingProfiles(files: rules.profileFiles(), rulebook: hub.rulebook)
        let head = try Self.head(of: request.file)
        (layout, layoutFindings) = try LayoutDetector.detect(
            head.bytes, isWhole: head.isWhole, knownHeaders: known.headers(with: recordType))
        (profile, confidence) = try known.choose(
            for: recordType, named: request.profile, layout: layout, head: head.bytes, isWhole: head.isWhole, rulebook: hub.rulebook)
        statement = try request.metadata.map { try Self.statement(in: $0, form: hub.rulebook.metadataForm) }
        places = try OpenedPlaces(hub.folder.places)
        rulePack = recordType.information == .depersonalised ? try RulePack.load(files: rules.rulePackFiles()) : nil
    }

    /// The first part of the file, enough to see its layout and guess its columns.
    private static func head(of url: URL) throws -> (bytes: [UInt8], isWhole: Bool) {
        var file = try SuppliedFile.open(url)
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
