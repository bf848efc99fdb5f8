import Testing

@Suite("Enquiries from the terminal", .serialized)
struct EnquiryCommandTests {
    @Test("logged with its last day, consulted on, answered, closed; nothing is given before, and the ledger tells it")
    func life() throws {
        let harness = try Harness()
        try harness.begin()
        try harness.must("person", "add", "c-officer", "--name", "C", "--agency", "luton-council", "--role", "liaison-officer")
        let log = [
            "enquiry", "log", "--kind", "foi", "--received", "2010-12-20", "--subject", "burglaries by ward", "--dataset", harness.crime,
            "--from", "beds-police", "--received-by", "luton-council", "--as",
        ]
        #expect(try harness.run(log + ["a-shah"]).status == 77)
        let logged = try harness.must(log + ["c-officer"])
        #expect(logged.output == "e000001\n")
        #expect(logged.notes.contains("2011-01-20") && logged.notes.contains("section 10(1)") && logged.notes.contains("TO BE CONSULTED"))
        let close = ["enquiry", "close", "e000001", "--outcome", "disclosed", "--why", "counts were given", "--as", "c-officer"]
        let early = try harness.run(close)
        #expect(early.status == 77 && early.notes.contains("enquiry consult e000001 --agency beds-police"))
        try harness.must("enquiry", "consult", "e000001", "--agency", "beds-police", "--as", "c-officer")
        let reply = ["enquiry", "reply", "e000001", "--answer", "agrees", "--why", "published already", "--as"]
        #expect(try harness.run(reply + ["p-ellis"]).status == 77, "a supplier is no liaison officer")
        try harness.must(reply + ["p-officer"])
        try harness.must(close)
        #expect(try harness.run(close).status == 77)
        let list = try harness.must("enquiry", "list", "--as", "c-officer")
        #expect(list.output.contains("disclosed, late"))
        let shown = try harness.must("enquiry", "show", "e000001", "--as", "p-officer", "--json")
        #expect((shown.objects.first?["days"] as? [String: Int]) == ["due": 14_994, "last": 14_995], "2 January, in Scotland")
        #expect(try harness.must("enquiry", "exemptions").output.contains("foi-40"))
        #expect(try harness.must("ledger", "log").output.contains("enquiry closed: e000001, disclosed, by c-officer"))
        try harness.must("ledger", "verify")
    }
    @Test("nobody acts without a name; what was logged is put right and clarified; a letter is looked at by whose it is")
    func whoDidIt() throws {
        let harness = try Harness()
        try harness.begin()
        try harness.must("person", "add", "c-officer", "--name", "C", "--agency", "luton-council", "--role", "liaison-officer")
        let log = ["enquiry", "log", "--kind", "foi", "--received", "2026-02-20", "--subject", "burglaries by ward"]
        #expect(try harness.run(log + ["--about-the-hub"]).status == 64)
        #expect(try harness.run("enquiry", "list").status == 64)
        let nothing = try harness.run(log + ["--as", "co-ordinator"])
        #expect(nothing.status == 77 && nothing.notes.contains("--about-the-hub"))
        try harness.must(log + ["--from", "beds-police", "--as", "co-ordinator"])
        let page = try harness.must("enquiry", "show", "e000001", "--as", "co-ordinator").output
        #expect(page.contains("2026-03-20 by the bank holidays of England and Wales; not late before 2026-03-23"))
        #expect(page.contains("logged by co-ordinator"))
        try harness.must(
            "enquiry", "clarify", "e000001", "--asked", "2026-02-25", "--what", "which years are meant", "--as", "co-ordinator")
        #expect(try harness.must("enquiry", "list", "--as", "co-ordinator").output.contains("waits for whoever asked"))
        let clarified = try harness.must("enquiry", "clarify", "e000001", "--answered", "2026-11-02", "--as", "co-ordinator")
        #expect(clarified.notes.contains("2026-11-30 by the bank holidays of England and Wales; not late before 2026-12-01"))
        let amended = try harness.must(
            "enquiry", "amend", "e000001", "--dataset", harness.crime, "--from", "beds-police", "--why", "a dataset is meant", "--as",
            "co-ordinator")
        #expect(amended.notes.contains(harness.crime) && amended.notes.contains("a dataset is meant"))
        try harness.must("enquiry", "consult", "e000001", "--agency", "beds-police", "--as", "co-ordinator")
        try harness.must(
            "enquiry", "reply", "e000001", "--of", "beds-police", "--answer", "exemption", "--exemption", "foi-44", "--why", "as it wrote",
            "--document", "letter of 3 March", "--as", "co-ordinator")
        let list = try harness.must("enquiry", "list", "--as", "p-officer")
        #expect(list.notes.contains("a letter was recorded in your agency's name"))
        #expect(try harness.run("enquiry", "look", "e000001", "--as", "p-officer").status == 64)
        let looked = try harness.must("enquiry", "look", "e000001", "--ours", "--as", "p-officer")
        #expect(looked.notes.contains("its own, says p-officer"))
        #expect(try harness.must("enquiry", "list", "--as", "p-officer").notes.isEmpty)
        let close = ["enquiry", "close", "e000001", "--why", "counts were given", "--as", "co-ordinator", "--outcome"]
        let refused = try harness.run(close + ["disclosed", "--despite", "it matters to the public"])
        #expect(refused.status == 77 && refused.notes.contains("section 2(3)(h)"))
        try harness.must(close + ["disclosed-in-part", "--exemption", "foi-44"])
        let shown = try harness.must("enquiry", "show", "e000001", "--as", "p-officer").output
        #expect(shown.contains("by co-ordinator: disclosed-in-part"))
        try harness.must("ledger", "verify")
    }
}
