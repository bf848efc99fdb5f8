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
        #expect(shown.objects.first?["due"] as? Int == 14_994)
        #expect(try harness.must("enquiry", "exemptions").output.contains("foi-40"))
        #expect(try harness.must("ledger", "log").output.contains("enquiry closed: e000001, disclosed, by c-officer"))
        try harness.must("ledger", "verify")
    }
}
