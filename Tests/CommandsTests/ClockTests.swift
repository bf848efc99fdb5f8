import Foundation
import Guidance
import Hub
import Register
import Testing

@Suite("A clock set back, seen from the terminal", .serialized)
struct ClockTests {
    @Test("what expired while the clock was ahead stays expired; the hub opens and the ledger verifies")
    func setBack() throws {
        let harness = try Harness()
        try harness.begin()
        let today = Int(Date().timeIntervalSince1970 / 86_400)
        try harness.must(
            "protocol", "add", "short", "--title", "Short ISP", "--expires", CalendarDay(number: today + 10).description)
        try harness.must("protocol", "sign", "short", "--agency", "beds-police", "--agency", "luton-council")
        try harness.must("protocol", "withdraw", "isp", "--agency", "beds-police")
        try harness.must("protocol", "withdraw", "isp", "--agency", "luton-council")
        let file = try SmallSupply.write(in: harness)
        let supply = ["supply", file, "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis"]
        let query = ["query", "--as", "a-shah", "--purpose", "clock test", "--dataset", harness.crime]
        try harness.must(supply)
        try harness.must(query)
        // A machine whose clock is a month ahead records something; the program below has the right time again, which is earlier.
        let ahead = Moment(milliseconds: Int64(today + 30) * 86_400_000)
        let hub = try Hub.open(HubFolder(harness.folder.appending(path: "hub")), clock: { ahead })
        try hub.run(.addAgency(id: AgencyID(rawValue: "fire"), name: "Fire", agencyClass: "police-force"), by: .firstCoordinator)
        // The key's twelve hours are over too.
        #expect(try harness.run(query).status == 69)
        try harness.must("unseal", "--passphrase-file", harness.passphrase.path)
        for arguments in [query, supply] {
            let refused = try harness.run(arguments)
            #expect(refused.status == 77 && refused.notes.contains("in force today"), "\(refused.status) \(refused.notes)")
        }
        try harness.must("ledger", "verify")
        let times = try harness.must("ledger", "log", "--json").objects.compactMap { $0["at"] as? String }
        #expect(times == times.sorted() && times.last == ahead.description)
    }
}
