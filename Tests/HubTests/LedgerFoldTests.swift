import Foundation
import Register
import Storage
import Testing

@testable import Hub

@Suite("A ledger is verified as what a hub could have written")
struct LedgerFoldTests {
    private func report(_ fixture: HubFixture) throws -> VerifyLedger.Report {
        try VerifyLedger(HubLedger.open(fixture.folder)).perform(against: [], vault: nil)
    }

    private func begun() throws -> HubFixture {
        let fixture = try HubFixture()
        try fixture.begin(fixture.open())
        return fixture
    }

    @Test("an event that cannot follow, with every hash right, is a fault that names it, and the hub refuses it too")
    func impossible() throws {
        let fixture = try begun()
        #expect(try report(fixture).sound)
        let size = try fixture.open().state.size
        let stranger = PersonID(rawValue: "nobody-at-all")
        let event = Event.enquiryClosed(
            EnquiryClosed(enquiry: EnquiryID(number: 1), closing: EnquiryClosing(outcome: .notHeld, why: "it is not"), by: stranger))
        try SQLiteLedger.open(at: fixture.folder.ledger).append([EventCoding.encode(event)], at: fixture.clock())
        let report = try report(fixture)
        #expect(!report.sound && report.faults.map(\.code) == [.eventImpossible] && report.faults.first?.index == Int64(size))
        #expect(report.faults.first?.message.contains("never logged") == true)
        #expect(throws: HubError.self) { try fixture.open() }
    }

    @Test("an event of another version, or of nobody, is a fault and not sound")
    func notUnderstood() throws {
        let fixture = try begun()
        try SQLiteLedger.open(at: fixture.folder.ledger).append([Array("{\"somethingElse\":{}}".utf8)], at: fixture.clock())
        #expect(try report(fixture).faults.map(\.code) == [.eventNotUnderstood])
    }

    @Test("what was altered is reported as altered, once")
    func altered() throws {
        let fixture = try begun()
        try fixture.tamper("UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), 'police-force', 'council') AS BLOB)")
        let codes = try report(fixture).faults.map(\.code)
        #expect(codes.contains(.eventAltered) && !codes.contains(.eventImpossible))
    }
}
