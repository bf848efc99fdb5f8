import Foundation
public import Register
public import Storage

/// A request that somebody is still writing: nobody has asked anything yet, so nothing of it stands in the ledger.
public struct RequestDraft: Sendable, Codable, Hashable, Identifiable {
    /// Names it in an address; says nothing.
    public let id: String
    /// Who writes it.
    public let person: PersonID
    /// The request it would amend; nil for a new one.
    public let amending: RequestID?
    /// When it was last changed.
    public fileprivate(set) var changed: Moment
    /// What it says so far; what was not said yet has the value it began with.
    public var content: RequestContent
    /// The references of the persons asked about. They stand here, in the request's sealed list, and nowhere else.
    public var persons: [String] = []
    /// Names of the pages that were answered.
    public var answered: Set<String> = []
    /// Facts of which the writer said that they do not know them.
    public var doubted: Set<String> = []
    /// Rules of the law that the answer given last settled; nil where there was none yet.
    public var settled: [String]?
    /// True if it is for a case meeting.
    public var isForMeeting = false

    /// A draft of that content.
    public init(_ content: RequestContent, by person: PersonID, amending: RequestID? = nil, at now: Moment) {
        id = UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        self.person = person
        self.amending = amending
        changed = now
        self.content = content
    }

    /// As a form.
    public var form: RequestForm { RequestForm(content: content, persons: persons) }
}

/// The drafts of one person, sealed under their name in the vault of what passes: they may hold references of persons, so they are in no file, no
/// session and no address in clear, and a draft outlives the half hour of a session. They are in no backup: what was sent or deleted does not come
/// back from one, and older backups stay as good as they were.
public struct RequestDrafts {
    static let prefix = "request-draft/"
    /// Days after which a draft that was not touched is destroyed.
    public static let days = 28
    /// How many one person may have.
    public static let most = 20
    private let person: PersonID
    private let vault: KeyVault
    private let now: Moment

    /// Of that person, as they are now.
    public init(of person: PersonID, vault: KeyVault, at now: Moment) {
        self.person = person
        self.vault = vault
        self.now = now
    }

    private func name(_ id: String) -> SealedName { SealedName(rawValue: "\(Self.prefix)\(person)/\(id)") }

    /// All of them, the newest first.
    public func all() throws -> [RequestDraft] {
        let own = "\(Self.prefix)\(person)/"
        return try vault.passing().names().map(\.rawValue).filter { $0.hasPrefix(own) }
            .compactMap { try find(String($0.dropFirst(own.count))) }.sorted { $0.changed > $1.changed }
    }

    /// The draft of that name; nil for none of this person's, and for one that was not touched for long, which is destroyed.
    public func find(_ id: String) throws -> RequestDraft? {
        let sealed = try vault.passing()
        guard try sealed.names().contains(name(id)) else { return nil }
        let draft = try? JSONDecoder().decode(RequestDraft.self, from: Data(sealed.open(name(id))))
        // One that cannot be read is of another version of the program: nothing was asked, so nothing is lost but the writing.
        guard let draft, draft.changed.day + Self.days >= now.day else {
            try destroy(id)
            return nil
        }
        return draft
    }

    /// Seals it as it is now.
    public func keep(_ draft: RequestDraft) throws {
        let all = try all()
        if all.count >= Self.most, !all.contains(where: { $0.id == draft.id }), let oldest = all.last { try destroy(oldest.id) }
        var draft = draft
        draft.changed = now
        try vault.passing().seal([UInt8](JSONEncoder().encode(draft)), as: name(draft.id))
    }

    /// Takes it away to be sent; false if somebody else did.
    public func take(_ id: String) throws -> Bool { try vault.passing().destroy(name(id)) != nil }

    /// For good.
    public func destroy(_ id: String) throws { _ = try vault.passing().destroy(name(id)) }
}

extension Hub {
    /// Destroys drafts that nobody has touched for long, and those of people who left.
    func endDrafts(_ vault: KeyVault) throws {
        // Once they lay beside what is in backups.
        let early = try vault.names().filter { $0.rawValue.hasPrefix(RequestDrafts.prefix) }
        if !early.isEmpty {
            let passing = try vault.passing()
            for name in early { try passing.seal(vault.open(name), as: name) }
            try vault.destroy(early)
        }
        guard let sealed = try vault.passingIfMade() else { return }
        let state = state
        for name in try sealed.names() where name.rawValue.hasPrefix(RequestDrafts.prefix) {
            let parts = name.rawValue.dropFirst(RequestDrafts.prefix.count).split(separator: "/").map(String.init)
            guard parts.count == 2 else { continue }
            let person = PersonID(rawValue: parts[0]), drafts = RequestDrafts(of: person, vault: vault, at: now)
            if state.people[person]?.active == true { _ = try drafts.find(parts[1]) } else { try drafts.destroy(parts[1]) }
        }
    }
}
