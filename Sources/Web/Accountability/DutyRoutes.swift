import Guidance
import Hub
import Register

/// What is owed, by whom, by when, and where it is done (§2.2, §2.4.1.1, §4.3).
enum DutyRoutes {
    static let all: [Route] = [
        .get("/duties", .signedIn) { visit in .page(try list(visit)) },
        .get("/duties/calendar", .signedIn) { visit in .page(try calendar(visit)) },
        .get("/duties/calendar.ics", .signedIn) { visit in
            .download(
                Array(try DutyCalendar(duties: own(visit), visit).text.utf8), type: "text/calendar; charset=utf-8", name: "duties.ics")
        },
    ]

    /// Those that whoever asks is shown as theirs.
    static func own(_ visit: Visit) throws -> [Duty] {
        visit.register.duties(try visit.face.duties(visit), seenBy: try visit.person)
    }

    /// What is owed, as it begins a line.
    static func title(_ duty: Duty, _ visit: Visit) -> String {
        let known: (RequestID, key: String)? =
            switch duty.settling {
            case .decision(let id): (id, "decide")
            case .answer(let id): (id, "answer")
            case .appeal(let id): (id, "settle")
            default: nil
            }
        // What it asks for is told to those alone who see the request.
        if let (id, key) = known, let request = try? visit.register.request(id, seenBy: visit.person) {
            let key = key == "answer" && request.stage == .held ? "confirm" : key
            let days = visit.now.day - request.made.day
            let asked = days == 0 ? visit.t("duty.asked-today") : visit.texts.count("duty.asked", days)
            return visit.t("duty.\(key)", ["request": id.rawValue, "dataset": visit.title(of: request.content.dataset), "asked": asked])
        }
        return duty.what.prefix(1).uppercased() + duty.what.dropFirst()
    }

    /// Where a duty is done.
    static func address(_ duty: Duty) -> String? {
        switch duty.settling {
        case .supply: "/supply"
        case .review(let id): "/protocols/\(id)/review"
        case .renewal(let id): "/protocols/new?replaces=\(id)"
        case .notification(let agency): "/agencies/\(agency)/notification"
        case .contract(let agency): "/agencies/\(agency)/contracts/new"
        case .liaisonOfficer(let agency): "/agencies/\(agency)/liaison-officer"
        case .guardian(let agency): "/agencies/\(agency)/guardian"
        case .consent(_, let partnership): "/partnerships/\(partnership)/consent"
        case .decision(let request), .answer(let request), .appeal(let request), .statement(let request): "/requests/\(request)"
        case .attestation(let grant): "/grants/\(grant)"
        case .confirmation(let grant): "/grants/\(grant)/confirm"
        case .enquiry(let enquiry), .consultation(let enquiry), .reply(let enquiry), .letter(let enquiry): "/enquiries/\(enquiry)"
        case .nothing: nil
        }
    }

    /// True if that person is one who settles it: what waits for them, and where a link leads somewhere for them.
    static func isFor(_ person: Person, _ duty: Duty, _ visit: Visit) -> Bool {
        let state = visit.state
        func runs(_ agency: AgencyID) -> Bool { state.agencies[agency].map { person.coordinates($0.home) } ?? false }
        func runs(_ id: ProtocolID) -> Bool { state.protocols[id].map { person.coordinates(state.partnership(of: $0)) } ?? false }
        func isOwn(_ action: Action) -> Bool { person.may(action) && duty.agency != nil && person.agency == duty.agency }
        switch duty.settling {
        case .supply(_, let agency):
            let isProcessor = person.agency.map { state.isProcessor($0, of: agency, on: visit.now.day) } ?? false
            return person.may(.supply) && (person.agency == agency || isProcessor)
        case .review(let id), .renewal(let id): return runs(id)
        case .notification(let agency), .contract(let agency), .liaisonOfficer(let agency), .guardian(let agency): return runs(agency)
        case .consent: return isOwn(.consentToPartner)
        case .decision(let id):
            // The second of two is somebody else than the first.
            return isOwn(.decideRequest) && state.requests[id]?.firstRelease?.by != person.id && state.requests[id]?.by != person.id
        case .answer(let id): return state.requests[id]?.by == person.id
        case .appeal: return person.may(.settleAppeal) && (duty.partnership.map(person.coordinates) ?? false)
        case .statement, .confirmation: return isOwn(.decideRequest)
        case .attestation: return isOwn(.attest)
        case .enquiry(let id), .consultation(let id): return state.enquiries[id].map { visit.register.person(person, handles: $0) } ?? false
        case .reply, .letter: return isOwn(.answerConsultation)
        case .nothing: return false
        }
    }

    /// What a duty is about, for those who see it and settle nothing of it, such as co-ordinators and auditors.
    static func concern(_ duty: Duty, _ person: Person, _ visit: Visit) -> String? {
        switch duty.settling {
        case .decision(let id), .answer(let id), .appeal(let id), .statement(let id):
            person.may(.seeRequest) && (try? visit.register.request(id, seenBy: person)) != nil ? address(duty) : nil
        case .attestation(let id), .confirmation(let id):
            (try? visit.register.grant(id, seenBy: person)) != nil && person.may(.seeRequest) ? "/grants/\(id)" : nil
        default: nil
        }
    }

    /// Overdue, due soon, due, not followed, done.
    static func tag(_ duty: Duty, _ visit: Visit) -> Tag {
        switch duty.state {
        case .overdue: Tag(text: visit.t("duty.overdue"), colour: .red)
        case .due: duty.isNear ? Tag(text: visit.t("duty.soon"), colour: .orange) : Tag(text: visit.t("duty.due"), colour: .blue)
        case .notFollowed: Tag(text: visit.t("duty.not-followed"), colour: .grey)
        case .done: Tag(text: visit.t("duty.done"), colour: .green)
        }
    }

    static func day(_ duty: Duty, _ visit: Visit) -> String {
        duty.due.map { Words(visit.texts).day($0) } ?? ""
    }

    static func who(_ duty: Duty, _ visit: Visit) -> String {
        duty.agency.map { visit.name(of: $0) }
            ?? duty.partnership.flatMap { visit.state.partnerships[$0]?.name }.map { visit.t("duty.coordinator-of", ["name": $0]) }
            ?? visit.t("duty.coordinator")
    }

    // MARK: Pages

    private static let states = ["open", "overdue", "soon", "done", "not-followed", "all"]

    private static func list(_ visit: Visit) throws -> Page {
        let person = try visit.person
        // From the first page: those alone that the reader settles.
        let all = try own(visit).filter { visit.query["own"] == nil || isFor(person, $0, visit) }
        let state = visit.query["state"].flatMap { states.contains($0) ? $0 : nil } ?? "open"
        let agency = visit.query["agency"]
        let shown = all.filter { duty in
            if let agency, duty.agency?.rawValue != agency { return false }
            switch state {
            case "open": return duty.state == .due || duty.state == .overdue
            case "overdue": return duty.state == .overdue
            case "soon": return duty.isNear
            case "done": return duty.state == .done
            case "not-followed": return duty.state == .notFollowed
            default: return true
            }
        }
        let agencies = Set(all.compactMap(\.agency)).sorted { visit.name(of: $0) < visit.name(of: $1) }
        var fields = [
            Field(
                "state", visit.t("duty.show"), .select(states.map { Choice(value: $0, label: visit.t("duty.show-\($0)")) }), value: state)
        ]
        if agencies.count > 1 {
            fields.append(
                Field(
                    "agency", visit.t("duty.who"),
                    .select(
                        [Choice(value: "", label: visit.t("duty.everybody"))]
                            + agencies.map { Choice(value: $0.rawValue, label: visit.name(of: $0)) }), value: agency ?? ""))
        }
        let overdue = all.count { $0.state == .overdue }
        var blocks: [Block] = overdue > 0 ? [.warning(visit.texts.count("duty.overdue-count", overdue))] : []
        blocks += [
            .columns(
                [
                    .table(
                        Table(
                            caption: visit.t("duty.title"),
                            columns: ["what", "by", "who", "state"].map { Table.Column(visit.t("duty.\($0)")) },
                            rows: shown.map { row($0, person, visit) }, showsCaption: false, empty: visit.t("duty.none")))
                ],
                [
                    .panel([.form(Form(action: "/duties", button: visit.t("duty.show-button"), fields: fields, isGet: true))]),
                    .links([
                        Link(text: visit.t("duty.calendar"), href: "/duties/calendar"),
                        Link(text: visit.t("duty.download"), href: "/duties/calendar.ics", note: visit.t("duty.download-note")),
                    ]),
                ])
        ]
        var page = Page(visit.t("duty.title"), section: "duties", blocks)
        page.isWide = true
        return page
    }

    private static func row(_ duty: Duty, _ person: Person, _ visit: Visit) -> [Cell] {
        let isOpen = duty.state == .due || duty.state == .overdue
        return [
            Cell(
                title(duty, visit), href: isOpen ? isFor(person, duty, visit) ? address(duty) : concern(duty, person, visit) : nil,
                note: duty.section),
            Cell(day(duty, visit)), Cell(who(duty, visit)), Cell(tag(duty, visit)),
        ]
    }

    private static func calendar(_ visit: Visit) throws -> Page {
        let person = try visit.person
        let open = try own(visit).filter { $0.state == .due || $0.state == .overdue }
        let months = Dictionary(grouping: open.filter { $0.due != nil }) { String(($0.due ?? "").prefix(7)) }
        var blocks: [Block] = [
            .buttons([Button(text: visit.t("duty.download"), href: "/duties/calendar.ics", isSecondary: true, isDownload: true)])
        ]
        let undated = open.filter { $0.due == nil }
        if !undated.isEmpty {
            blocks += [.heading(visit.t("duty.at-all-times")), .table(table(undated, visit.t("duty.at-all-times"), person, visit))]
        }
        for (month, duties) in months.sorted(by: { $0.key < $1.key }) {
            // "November 2026" of "1 November 2026".
            let name = String(Words(visit.texts).day("\(month)-01").dropFirst(2))
            blocks += [.heading(name), .table(table(duties, name, person, visit))]
        }
        if open.isEmpty { blocks.append(.text(visit.t("duty.none"))) }
        return Page(
            visit.t("duty.calendar"), section: "duties", trail: [Link(text: visit.t("duty.title"), href: "/duties")], blocks)
    }

    private static func table(_ duties: [Duty], _ caption: String, _ person: Person, _ visit: Visit) -> Table {
        Table(
            caption: caption, columns: ["by", "what", "who", "state"].map { Table.Column(visit.t("duty.\($0)")) },
            rows: duties.map { duty in
                let row = row(duty, person, visit)
                // The day leads the row here, so something has to stand there.
                return [duty.due == nil ? Cell(visit.t("duty.no-day")) : row[1], row[0], row[2], row[3]]
            }, showsCaption: false)
    }
}
