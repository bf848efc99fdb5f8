import Foundation
import Guidance
import HTTPTypes
import Intake
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("The order of dates, asked at the browser")
struct SupplyDateOrderTests {
    private static let multipart = "multipart/form-data; boundary=xYzZY"
    private let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)

    /// The order that stands there chosen.
    private static func checked(_ name: String, _ page: String) -> String? {
        DateOrder.allCases.map(\.rawValue).first { page.contains("name=\"\(name)\" type=\"radio\" value=\"\($0)\" checked") }
    }

    /// A supply whose file is sent.
    private func sent(_ web: WebFixture, _ header: String, _ rows: [String]) async throws -> String {
        let answer = try await web.ask("/supply", as: supplier, form: [("what", "beds-police police-recorded-crime-offence")])
        let job = try #require(answer.location.flatMap { $0.split(separator: "/").last.map(String.init) })
        let form = WebFixture.form("file", Array((([header] + rows).joined(separator: "\n") + "\n").utf8), piece: 500)
        #expect(try await web.send("/supply/\(job)/file", as: supplier, form, type: Self.multipart, method: .post).status == 303)
        return job
    }

    private func order(_ web: WebFixture, _ job: String, _ header: String) throws -> DateOrder? {
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime))
        return try #require(web.face.supplyDesk.find(job, of: supplier, at: web.hub.now)).profile?.dateOrders(of: header, in: type).first
    }

    @Test("the order of dates is asked where the values leave it open, with what one would be read as, and goes into the mapping")
    func dateOrder() async throws {
        let web = try await WebFixture()
        let header = "Incident Ref,When <b>,Born,Crime type"
        func sent(_ dates: [String]) async throws -> String {
            try await self.sent(web, header, dates.enumerated().map { "I\($0.offset),\($0.element),\($0.element),Burglary" })
        }
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime)), period = try #require(type.period)
        let reference = try #require(type.reference?.name)
        func columns(_ more: [(String, String)]) -> [(String, String)] {
            [("c0", "f \(reference)"), ("c1", "f \(period)"), ("c2", ""), ("c3", "f crime_type")] + more
        }
        // Told by its values: nothing is asked, nothing need be said, and what is said of it is not looked at.
        let told = try await sent(["03/05/2021", "23/05/2021"])
        #expect(try await !web.ask("/supply/\(told)", as: supplier).body.contains("name=\"o1\""))
        #expect(try await web.ask("/supply/\(told)/mapping", as: supplier, form: columns([("o1", "month-first")])).status == 303)
        let open = try await sent(["03/05/2021", "04/06/2021"])
        for wrong in [[], [("o1", "<script>")], [("o1", "year-first")]] as [[(String, String)]] {
            let page = try await web.ask("/supply/\(open)/mapping", as: supplier, form: columns(wrong))
            #expect(page.status == 422 && page.body.contains("name=\"o1\"") && page.body.contains("href=\"#o1\""))
            // What is not known for a date of no person may be a date of birth.
            #expect(page.body.contains("In 99/99/9999 the day comes first") && !page.body.contains("03/05/2021"))
            #expect(page.body.contains("When &lt;b&gt;") && !page.body.contains("When <b>") && !page.body.contains("<script>"))
            #expect(!page.body.contains("name=\"o2\""), "a column that is left out is not asked about")
        }
        #expect(try await web.ask("/supply/\(open)/mapping", as: supplier, form: columns([("o1", "month-first")])).status == 303)
        let job = try #require(web.face.supplyDesk.find(open, of: supplier, at: web.hub.now))
        #expect(job.profile?.dateOrders(of: "When <b>", in: type) == [.monthFirst])
        guard case .written(let yaml) = job.request(folder: web.hub.folder.root)?.profile else { throw WebFault.notFound }
        #expect(yaml.contains("month-first"))
        // The column of the standard shows one; a date of birth beside it, for which the hub suggests a field by its header, shows none.
        let known = try await self.sent(
            web, "Crime reference number,Committed from date,Date of birth,Crime type",
            (1...9).map { "A\($0),0\($0)/05/2021,0\($0)/06/1980,Burglary" })
        let page = try await web.ask("/supply/\(known)", as: supplier).body
        #expect(page.contains("01/05/2021 is read as 1 May 2021") && page.contains("01/05/2021 is read as 5 January 2021"))
        #expect(page.contains("name=\"o2\"") && page.contains("In 99/99/9999 the month comes first") && !page.contains("1980"))
        // What is known has its order; of what was suggested nobody has said one.
        #expect(Self.checked("o1", page) == "day-first" && Self.checked("o2", page) == nil)
        // Looked at again, what was chosen stands.
        #expect(try await web.ask("/supply/\(open)/mapping/again", as: supplier, form: []).status == 303)
        let again = try await web.ask("/supply/\(open)", as: supplier).body
        #expect(again.contains("value=\"month-first\" checked"))
    }

    @Test(
        "where the values allow another order only than they would be read in, that one is offered and chosen; columns of one date have one order"
    )
    func otherDateOrder() async throws {
        let web = try await WebFixture()
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime)), period = try #require(type.period)
        let date = "Committed from date"
        for (first, words, wanted) in [("05/23/2021", "23 May 2021", DateOrder.monthFirst), ("85/03/02", "2 March 1985", .yearFirst)] {
            let rows = [first] + (2...9).map { wanted == .monthFirst ? "03/0\($0)/2021" : "1\($0)/05/03" }
            let job = try await sent(
                web, "Crime reference number,\(date),Crime type", rows.enumerated().map { "A\($0.offset),\($0.element),Burglary" })
            let page = try await web.ask("/supply/\(job)", as: supplier).body
            #expect(page.contains("\(first) is read as \(words)") && page.contains("value=\"\(wanted.rawValue)\" checked"))
            #expect(page.contains("would be read as day, month, year") && !page.contains("value=\"day-first\""))
            let proposal = try #require(web.face.supplyDesk.find(job, of: supplier, at: web.hub.now)?.proposal)
            let mapped = proposal.columns.enumerated().map { ("c\($0.offset)", MappingStep.value($0.element.uses)) }
            for wrong in [[], [("o1", "day-first")]] as [[(String, String)]] {
                #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped + wrong).status == 422)
            }
            #expect(
                try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped + [("o1", wanted.rawValue)]).status == 303)
            #expect(try order(web, job, date) == wanted)
            // It is asked again where it is looked at again, as it was answered.
            #expect(try await web.ask("/supply/\(job)/mapping/again", as: supplier, form: []).status == 303)
            #expect(try await web.ask("/supply/\(job)", as: supplier).body.contains("value=\"\(wanted.rawValue)\" checked"))
            let uses = proposal.columns.map(\.uses)
            #expect(
                proposal.corrected(uses, orders: ["Crime type": .monthFirst], for: type) == nil, "it is no date, and nothing is corrected")
            #expect(proposal.corrected(uses, orders: [date: wanted], for: type)?.dateOrders(of: date, in: type) == [wanted])
        }
        let two = try await sent(web, "Incident Ref,When <b>,Then", (3...9).map { "I\($0),0\($0)/05/2021,0\($0)/06/2021" })
        let reference = try #require(type.reference?.name)
        func both(_ first: String, _ second: String) -> [(String, String)] {
            [("c0", "f \(reference)"), ("c1", "f \(period)"), ("c2", "f \(period)"), ("o1", first), ("o2", second)]
        }
        let page = try await web.ask("/supply/\(two)/mapping", as: supplier, form: both("month-first", "day-first"))
        #expect(page.status == 422 && page.body.contains("fill the same date") && !page.body.contains("<b>”"))
        #expect(try await web.ask("/supply/\(two)/mapping", as: supplier, form: both("month-first", "month-first")).status == 303)
        #expect(try order(web, two, "Then") == .monthFirst)
    }

    @Test(
        "of a column that was guessed no order stands there chosen, until somebody chose it; it does so where all that was guessed is right"
    )
    func guessed() async throws {
        let web = try await WebFixture()
        for (first, second) in [("20/05/31", "21/06/14"), ("03/04/2021", "05/06/2021")] {
            let job = try await sent(
                web, "Our number,Date it was reported,Sort of crime", (1...9).map { "A\($0),\($0 % 2 == 0 ? first : second),Burglary" })
            let supply = try #require(web.face.supplyDesk.find(job, of: supplier, at: web.hub.now))
            let proposal = try #require(supply.proposal), place = 1
            #expect(proposal.origin == .proposed || proposal.origin == nil)
            let page = try await web.ask("/supply/\(job)", as: supplier).body
            let type = try #require(web.hub.rulebook.recordType(WebFixture.crime)), period = try #require(type.period)
            let mapped = proposal.columns.enumerated().map { column in
                ("c\(column.offset)", column.offset == place ? "f \(period)" : MappingStep.value(column.element.uses))
            }
            for page in [page, try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped).body] {
                #expect(page.contains("name=\"o1\"") && Self.checked("o1", page) == nil, "\(first)")
            }
            #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: mapped + [("o1", "day-first")]).status == 303)
            #expect(try await web.ask("/supply/\(job)/mapping/again", as: supplier, form: []).status == 303)
            #expect(try await Self.checked("o1", web.ask("/supply/\(job)", as: supplier).body) == "day-first")
        }
    }

    @Test("a column with the header of another before it can only be left out, in capitals or not; and one without any")
    func sameHeader() async throws {
        let web = try await WebFixture()
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime)), reference = try #require(type.reference?.name)
        let other = try #require(type.fields.first { $0.type == .date && $0.name != type.period }).name
        for header in ["Committed from date", "COMMITTED FROM  DATE", ""] {
            let job = try await sent(
                web, "Crime reference number,Committed from date,Crime type,\(header)",
                (1...9).map { "A\($0),0\($0)/05/2021,Burglary,0\($0)/06/2021" })
            let page = try await web.ask("/supply/\(job)", as: supplier).body
            #expect(page.contains(header.isEmpty ? "without a header is not read" : "has the same header"), "\(header)")
            let choices = page.components(separatedBy: "name=\"c3\"").dropFirst().first?.components(separatedBy: "</select>").first
            #expect(choices?.components(separatedBy: "<option").count == 2)
            func form(_ last: String) -> [(String, String)] {
                [
                    ("c0", "f \(reference)"), ("c1", "f \(type.period ?? "")"), ("c2", "f crime_type"), ("c3", last), ("o1", "day-first"),
                    ("o3", "month-first"),
                ]
            }
            let wrong = try await web.ask("/supply/\(job)/mapping", as: supplier, form: form("f \(other)"))
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#c3\""), "\(header)")
            #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: form("")).status == 303)
            #expect([nil, .dayFirst].contains(try order(web, job, "Committed from date")))
        }
    }

    @Test("a choice counts for every date that its column fills, also where the profile reads them in different orders")
    func twoDates() async throws {
        let web = try await WebFixture()
        let type = try #require(web.hub.rulebook.recordType(WebFixture.crime))
        let dates = type.fields.filter { $0.type == .date }.map(\.name)
        let uses: [[ColumnUse]] = [[.field(dates[0]), .field(dates[1])]]
        let same = MappingProfile.standard(for: type).corrected(
            [("When", uses[0])], orders: ["When": .dayFirst], for: type, named: "two-dates"
        ).yaml
        let profile = try MappingProfile.load(
            file: RulebookFile(
                path: "p.yaml", text: same.replacing("field: \(dates[1])", with: "field: \(dates[1])\n    date-order: month-first")),
            rulebook: web.hub.rulebook)
        let proposal = ProposeMapping.Proposal(
            profile: profile, origin: .known, confidence: 1, doubt: nil,
            columns: [
                ProposeMapping.Proposal.Column(
                    header: "When", uses: uses[0], why: nil, suggestion: nil, samples: [], dates: nil, isRead: true)
            ], format: "CSV")
        #expect(proposal.presentOrders(0, uses, for: type) == [.dayFirst, .monthFirst])
        for order in DateOrder.allCases {
            #expect(proposal.corrected(uses, orders: ["When": order], for: type)?.dateOrders(of: "When", in: type) == [order])
        }
    }

    @Test("the order is asked of files with more columns than a page shows, too, and the report names dates that could be read otherwise")
    func wide() async throws {
        let web = try await WebFixture()
        let more = (1...MappingStep.mostColumns).map { "Extra \($0)" }.joined(separator: ",")
        let header = "Crime reference number,Committed from date,Crime type,\(more)"
        let job = try await sent(
            web, header, (1...9).map { "A\($0),0\($0)/05/2021,Burglary,\(String(repeating: ",", count: MappingStep.mostColumns - 1))" })
        let page = try await web.ask("/supply/\(job)", as: supplier).body
        #expect(page.contains("too many to show") && page.contains("name=\"o1\"") && !page.contains("name=\"c1\""))
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: [("o1", "year-first")]).status == 422)
        #expect(try await web.ask("/supply/\(job)/mapping", as: supplier, form: [("o1", "month-first")]).status == 303)
        #expect(try order(web, job, "Committed from date") == .monthFirst)
    }
}
