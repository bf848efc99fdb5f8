import Guidance
import Hub
import Register

/// The first page of everybody: what waits for me, what is due, what changed since I was last here. The most asked page: it reads no more of the
/// ledger than the few events it names.
enum HomeRoutes {
    static let all: [Route] = [.get("/", .signedIn) { visit in .page(try page(visit)) }]

    /// As many as one can take in; the rest is behind a link.
    private static let mostTasks = 12, mostNews = 12, mostLately = 6

    private static func page(_ visit: Visit) throws -> Page {
        let person = try visit.person
        let duties = try DutyRoutes.own(visit)
        let jobs = HomeJobs(visit, person)
        var main = try waiting(duties, person, visit)
        if person.roles.contains(.operator) { main += try OperatorPanel(visit).blocks }
        main += jobs.latest
        let side = try due(duties, person, visit) + news(person, visit)
        var blocks: [Block] = [.cards(jobs.cards), .columns(main, side)]
        if person.roles.contains(.auditor) { blocks += try latest(visit) }
        let agency = person.agency.map { visit.name(of: $0) } ?? visit.state.hub?.partnership ?? ""
        var seen = Set<String>()
        let caption = [person.name, Words(visit.texts).roles(person.roles), agency].filter { seen.insert($0).inserted }
        return Page(visit.t("navigation.home"), section: "home", caption: caption.joined(separator: ", "), blocks)
    }

    // MARK: What waits

    /// Where a recovery code was used up: whose doing it was, and where few are left, how many.
    private static func recovery(_ visit: Visit) throws -> [Task] {
        // A sealed hub has a first page too, and nothing to say of them.
        guard let vault = try? visit.vault(), let standing = try visit.face.signIn.recovery(of: visit.actor, vault: vault) else {
            return []
        }
        let tag = Tag(text: visit.t("home.to-do"), colour: standing.left <= 2 ? .red : .blue)
        if let session = visit.session, RecoveryRoutes.isNews(standing, session) {
            return [
                Task(
                    title: visit.texts.count("home.recovery", standing.left), href: "/account/recovery",
                    hint: visit.t("home.recovery-hint"),
                    tag: tag)
            ]
        }
        guard standing.left <= 2 else { return [] }
        return [
            Task(
                title: visit.texts.count("home.recovery-few", standing.left), href: "/account/authenticator",
                hint: visit.t("home.recovery-few-hint"), tag: tag)
        ]
    }

    private static func waiting(_ duties: [Duty], _ person: Person, _ visit: Visit) throws -> [Block] {
        let state = visit.state
        // For those to whom personal items could be opened; nobody else has anything to undertake.
        let opens = [Action.useGrant, .decideRequest, .adviseAsGuardian].contains(where: person.may)
        var tasks = state.partnerships.values.filter { partnership in
            opens && partnership.undertaking != nil && !partnership.isBound(person.id)
                && (person.partnerships.contains(partnership.id) || person.agency.map(partnership.members.contains) ?? false)
        }.sorted { $0.name < $1.name }.map { partnership in
            Task(
                title: visit.t("home.undertaking", ["partnership": partnership.name]), href: "/partnerships/\(partnership.id)/undertaking",
                hint: visit.t("home.undertaking-hint"), tag: Tag(text: visit.t("home.to-do"), colour: .blue))
        }
        // Drafts, requests to decide, answer or advise on, grants to attest.
        tasks += try RequestRoutes.waiting(visit)
        let own = duties.filter { duty in
            guard duty.state == .overdue || duty.state == .due, DutyRoutes.isFor(person, duty, visit) else { return false }
            switch duty.settling {
            case .decision, .answer, .appeal, .attestation, .confirmation: return false
            // What has a far day waits until it is near; what somebody else waits for does not.
            case .supply, .review, .renewal, .notification, .contract, .statement:
                return duty.state == .overdue || duty.isNear
            default: return true
            }
        }
        tasks += own.prefix(mostTasks).map { duty in
            Task(
                title: DutyRoutes.title(duty, visit), href: DutyRoutes.address(duty),
                hint: [DutyRoutes.who(duty, visit), DutyRoutes.day(duty, visit)].filter { !$0.isEmpty }.joined(separator: ", "),
                tag: DutyRoutes.tag(duty, visit))
        }
        tasks += try recovery(visit)
        var blocks: [Block] = [.heading(visit.t("home.waits"))]
        blocks.append(tasks.isEmpty ? .text(visit.t("home.nothing-waits")) : .tasks(tasks))
        if own.count > mostTasks {
            blocks.append(.links([Link(text: visit.texts.count("home.more", own.count - mostTasks), href: "/duties")]))
        }
        return blocks
    }

    // MARK: What is due

    /// What whoever asks settles themselves; what else their agency owes is told as that.
    private static func due(_ all: [Duty], _ person: Person, _ visit: Visit) -> [Block] {
        let duties = all.filter { DutyRoutes.isFor(person, $0, visit) }
        let overdue = duties.count { $0.state == .overdue }, soon = duties.count(where: \.isNear)
        let later = duties.count { $0.state == .due && !$0.isNear }
        let others = all.count { ($0.state == .overdue || $0.state == .due) && !DutyRoutes.isFor(person, $0, visit) }
        func row(_ key: String, _ count: Int, _ colour: Tag.Colour, _ state: String) -> SummaryRow? {
            guard count > 0 else { return nil }
            return SummaryRow(
                visit.t("home.\(key)"), Cell(Texts.grouped(count), tag: colour),
                action: Link(text: visit.t("home.see"), href: "/duties?state=\(state)&own=yes"))
        }
        let rows = [row("overdue", overdue, .red, "overdue"), row("soon", soon, .orange, "soon"), row("later", later, .blue, "open")]
            .compactMap { $0 }
        var blocks: [Block] = rows.isEmpty ? [] : [.heading(visit.t("home.due")), .summary(rows)]
        if others > 0, rows.isEmpty { blocks.append(.heading(visit.t("home.due"))) }
        if others > 0 { blocks.append(.links([Link(text: visit.texts.count("home.others-owe", others), href: "/duties")])) }
        return blocks
    }

    // MARK: What changed

    /// Since the session before this one: supplies of the profile's datasets, decisions on what one asked, protocols.
    private static func news(_ person: Person, _ visit: Visit) throws -> [Block] {
        let mine = Set(person.agency.map { visit.state.partnerships(of: $0) } ?? []).union(person.partnerships)
        // Whoever answers for an agency's information is told what others do with it.
        let kept = person.may(.supply) || person.may(.decideRequest) ? person.agency : nil
        let found = try visit.face.trail.read { index -> (since: Int, positions: [Int], uses: Int)? in
            let times = index[.signedIn(person.id)].suffix(2)
            guard times.count == 2 else { return nil }
            var keys: [LedgerIndex.Key] = [.tells(person.id)] + mine.map { .agreements($0) }
            if person.may(.query) { keys += person.datasets.map { .supplied($0) } }
            var positions = Set(keys.flatMap { index[$0].suffix(mostNews).filter { $0 > times[0] } })
            guard let kept else { return (times[0], Array(positions.sorted().suffix(mostNews)), 0) }
            let about = Set(index[.agency(kept)].from(times[0] + 1))
            for kind in [EventConcern.Kind.request, .supply, .destruction] {
                positions.formUnion(index[.kind(kind)].from(times[0] + 1).filter(about.contains).suffix(mostNews))
            }
            return (times[0], Array(positions.sorted().suffix(mostNews)), index[.used(kept)].from(times[0] + 1).count)
        }
        guard let found else { return [] }
        var lines = try visit.face.trail.lines(at: found.positions.reversed()).compactMap { line in
            try entry(line, person, visit).map { Link(text: $0.text, href: $0.href, note: line.moment.words) }
        }
        if let kept, found.uses > 0, person.may(.seeAudit) {
            lines.append(Link(text: visit.texts.count("home.news-used", found.uses), href: "/audit?agency=\(kept)"))
        }
        let last = try visit.face.trail.lines(at: [found.since]).first?.moment.words ?? ""
        return [
            .heading(visit.t("home.changed")),
            lines.isEmpty ? .text(visit.t("home.nothing-changed", ["when": last])) : .text(visit.t("home.since", ["when": last])),
            .links(lines),
        ]
    }

    private static func entry(_ line: LedgerLine, _ person: Person, _ visit: Visit) throws -> (text: String, href: String)? {
        let state = visit.state
        func told(_ key: String, _ about: String, _ href: String) -> (text: String, href: String) {
            (visit.t("home.news-\(key)", ["about": about]), href)
        }
        func title(_ id: ProtocolID) -> String { state.protocols[id]?.title ?? id.rawValue }
        func supply(_ key: String, _ id: SupplyID) -> (text: String, href: String)? {
            guard person.may(.supply), let taken = state.supplies[id]?.taken, taken.agency == person.agency else { return nil }
            return told(key, visit.title(of: taken.dataset), "/supplies/\(id)")
        }
        func request(_ key: String, _ id: RequestID) -> (text: String, href: String)? {
            guard (try? visit.register.request(id, seenBy: person)) != nil, let asked = state.requests[id] else { return nil }
            return told(key, "\(visit.titled(asked.content.dataset)), \(id)", "/requests/\(id)")
        }
        switch line.event {
        case .supplyTaken(let taken):
            // What whoever is told could not ask of is not news for them, nor is what they did themselves.
            guard taken.by != person.id, (try? visit.register.person(person.id, maySeeQualityOf: taken.supply)) != nil else { return nil }
            return (
                visit.t("home.news-supply", ["dataset": visit.title(of: taken.dataset), "agency": visit.name(of: taken.agency)]),
                "/catalogue/\(taken.dataset)"
            )
        case .supplyWithdrawn(let withdrawn) where withdrawn.by != person.id: return supply("withdrawn-supply", withdrawn.supply)
        case .destructionOrdered(let ordered) where ordered.by != person.id: return supply("ordered", ordered.supply)
        case .supplyDestroyed(let destroyed) where destroyed.by != person.id: return supply("destroyed", destroyed.supply)
        case .requestMade(let made) where made.by != person.id: return request("made", made.request)
        case .requestAppealed(let moved) where state.requests[moved.request]?.by != person.id: return request("appealed", moved.request)
        case .requestWithdrawn(let moved) where state.requests[moved.request]?.by != person.id:
            return request("withdrawn-request", moved.request)
        case .requestQueried(let remark) where state.requests[remark.request]?.by != person.id: return nil
        case .requestGranted(let granted) where state.requests[granted.request]?.by != person.id: return nil
        case .requestRefused(let refused) where state.requests[refused.request]?.by != person.id: return nil
        case .refusalUpheld(let moved) where state.requests[moved.request]?.by != person.id: return nil
        case .requestReturned(let moved) where state.requests[moved.request]?.by != person.id: return request("returned", moved.request)
        case .requestQueried(let remark): return told("queried", remark.request.rawValue, "/requests/\(remark.request)")
        case .requestGranted(let granted): return told("granted", granted.request.rawValue, "/grants/\(granted.grant)")
        case .requestRefused(let refused): return told("refused", refused.request.rawValue, "/requests/\(refused.request)")
        case .refusalUpheld(let moved): return told("upheld", moved.request.rawValue, "/requests/\(moved.request)")
        case .requestReturned(let moved): return told("returned", moved.request.rawValue, "/requests/\(moved.request)")
        case .grantRevoked(let revoked): return told("revoked", revoked.grant.rawValue, "/grants/\(revoked.grant)")
        case .grantEnded(let ended): return told("ended", ended.grant.rawValue, "/grants/\(ended.grant)")
        case .protocolRecorded(let recorded): return told("protocol", recorded.title, "/protocols/\(recorded.id)")
        case .protocolSigned(let signed):
            return (
                visit.t("home.news-signed", ["about": title(signed.id), "agency": visit.name(of: signed.agency)]), "/protocols/\(signed.id)"
            )
        case .signatureWithdrawn(let left):
            return (visit.t("home.news-left", ["about": title(left.id), "agency": visit.name(of: left.agency)]), "/protocols/\(left.id)")
        case .protocolWithdrawn(let withdrawn): return told("withdrawn", title(withdrawn.id), "/protocols/\(withdrawn.id)")
        case .protocolReviewed(let reviewed): return told("reviewed", title(reviewed.id), "/protocols/\(reviewed.id)")
        default: return nil
        }
    }

    /// For auditors: what happened last within their reach.
    private static func latest(_ visit: Visit) throws -> [Block] {
        let reach = try visit.register.auditReach(of: visit.actor)
        let positions = try visit.face.trail.read { index in
            Set(LedgerIndex.Search(reach).within.flatMap { index[$0].suffix(mostLately) }).sorted().suffix(mostLately)
        }
        let rows = try visit.face.trail.lines(at: positions.reversed()).map { try AuditRow($0, visit) }
        let person = try visit.actor
        let since = try visit.face.trail.read { index -> Int? in
            let times = index[.signedIn(person)].suffix(2)
            return times.count == 2 ? Set(LedgerIndex.Search(reach).within.flatMap { index[$0].from(times[0] + 1) }).count : nil
        }
        return [
            .heading(visit.t("home.latest"))
        ] + (since.map { [.text(visit.texts.count("home.since-then", $0))] } ?? []) + [
            .table(
                Table(
                    caption: visit.t("home.latest"),
                    columns: ["number", "when", "who", "what", "dataset"].map { Table.Column(visit.t("audit.column-\($0)")) },
                    rows: rows.map { Array($0.cells.prefix(5)) }, showsCaption: false)),
            .links([
                Link(text: visit.t("audit.title"), href: "/audit?kind=all"), Link(text: visit.t("audit.proofs"), href: "/audit/proofs"),
            ]),
        ]
    }
}
