import Foundation
import Guidance
import Law
import Register
import Testing

/// The shipped rulebook and a small partnership, built through commands as a hub would.
struct Fixture {
    static let rulebook: Rulebook = {
        do { return try Rulebook.load(files: files) } catch { preconditionFailure("the shipped rulebook does not load: \(error)") }
    }()

    static let law: LawBook = {
        let law = files.filter { $0.path.hasPrefix("\(LawBook.folder)/") }
        do { return try LawBook.load(files: law, rulebook: rulebook) } catch {
            preconditionFailure("the shipped law does not load: \(error)")
        }
    }()

    static let files: [RulebookFile] = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Guidance/england-wales-2010").path) {
            folder.deleteLastPathComponent()
        }
        let root = folder.appending(path: "Guidance/england-wales-2010")
        let names = (FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".yaml") }
        return names.sorted().compactMap { name in
            (try? String(contentsOf: root.appending(path: name), encoding: .utf8)).map { RulebookFile(path: name, text: $0) }
        }
    }()

    static let now = Moment(milliseconds: 1_790_000_000_000)
    static let crime = RecordTypeID(rawValue: "police-recorded-crime-offence")
    static let offenders = RecordTypeID(rawValue: "prolific-and-other-priority-offender")
    static let police = AgencyID(rawValue: "beds-police"), council = AgencyID(rawValue: "luton-council")
    static let supplier = PersonID(rawValue: "p-supplier"), analyst = PersonID(rawValue: "c-analyst")

    var state = HubState()

    init() throws {
        try state.apply(
            .hubInitialised(
                HubInitialised(
                    hub: "00ff", partnership: "Luton CSP", rulebook: "england-wales-2010", rulebookDigest: "aa", verifierKey: "k")),
            at: Self.now)
        try run(.addAgency(id: Self.police, name: "Bedfordshire Police", agencyClass: "police-force"))
        try run(.addAgency(id: Self.council, name: "Luton Council", agencyClass: Self.councilClass))
        try run(.addPerson(id: Self.supplier, name: "P", agency: Self.police, roles: [.dataSupplier], datasets: []))
        try run(.addPerson(id: Self.analyst, name: "A", agency: Self.council, roles: [.analyst], datasets: [Self.crime, Self.offenders]))
        try run(.recordProtocol(id: ProtocolID(rawValue: "isp"), title: "ISP", datasets: nil, inForceFrom: 0, expires: nil))
        try run(.sign(ProtocolID(rawValue: "isp"), agency: Self.police))
        try run(.sign(ProtocolID(rawValue: "isp"), agency: Self.council))
    }

    static var councilClass: String {
        rulebook.recordType(RecordTypeID(rawValue: "council-asb-and-environmental-crime"))?.sources.first ?? ""
    }

    var register: Register { Register(rulebook: Self.rulebook, law: Self.law, state: state) }

    mutating func run(_ command: Command, by actor: PersonID = .firstCoordinator, at now: Moment = Fixture.now) throws {
        for event in try register.decide(command, by: actor, at: now) { try state.apply(event, at: now) }
    }

    func refusal(_ work: () throws(Refusal) -> Void) -> Refusal.Code? {
        do {
            try work()
            return nil
        } catch { return error.code }
    }

    func supply(
        _ dataset: RecordTypeID = Fixture.crime, from agency: AgencyID = Fixture.police, by person: PersonID = Fixture.supplier,
        at now: Moment = Fixture.now
    ) -> Refusal.Code? {
        refusal { () throws(Refusal) in _ = try register.permitSupply(of: dataset, from: agency, by: person, at: now) }
    }

    func answer(
        to person: PersonID = Fixture.analyst, dataset: RecordTypeID = Fixture.crime, purpose: String = "burglary profile",
        action: Action = .query, at now: Moment = Fixture.now
    ) -> Refusal.Code? {
        refusal { () throws(Refusal) in
            _ = try register.permitAnswer(to: person, dataset: dataset, purpose: purpose, action: action, at: now)
        }
    }
}
