import Foundation
public import Guidance
public import Register
public import Storage
import Synchronization

/// A view of records that somebody keeps under a name: which dataset and by which filters. It gives nobody more than they may see when it is opened.
public struct SavedView: Sendable, Hashable, Codable {
    /// What they call it.
    public let name: String
    /// The record type.
    public let dataset: RecordTypeID
    /// The filters, as an address has them.
    public let query: String
    /// Puts one together.
    public init(name: String, dataset: RecordTypeID, query: String) {
        self.name = name
        self.dataset = dataset
        self.query = query
    }
}

/// The views that people keep. Filters may say what somebody is looking into: they are sealed, a note for each person, and go with the account.
public struct SavedViews: Sendable {
    static let prefix = "saved-views/"
    /// How many one person keeps.
    public static let most = 50
    /// One change at a time: each reads what is there and writes it anew.
    private static let changing = Mutex(())
    private let vault: KeyVault
    /// In that vault.
    public init(_ vault: KeyVault) { self.vault = vault }

    private func name(_ person: PersonID) -> SealedName { SealedName(rawValue: Self.prefix + person.rawValue) }

    /// By name.
    public func all(of person: PersonID) throws -> [SavedView] {
        guard try vault.names().contains(name(person)) else { return [] }
        do { return try JSONDecoder().decode([SavedView].self, from: Data(vault.open(name(person)))) } catch is DecodingError { return [] }
    }

    /// Keeps it in place of one of the same name; false if there are too many.
    public func keep(_ view: SavedView, of person: PersonID) throws -> Bool {
        try Self.changing.withLock { _ in
            var all = try all(of: person).filter { $0.name != view.name || $0.dataset != view.dataset }
            guard all.count < Self.most else { return false }
            all.append(view)
            try write(all.sorted { ($0.name, $0.dataset) < ($1.name, $1.dataset) }, of: person)
            return true
        }
    }

    /// Forgets it; false if there is none.
    public func forget(_ name: String, of dataset: RecordTypeID, by person: PersonID) throws -> Bool {
        try Self.changing.withLock { _ in
            let all = try all(of: person)
            let rest = all.filter { $0.name != name || $0.dataset != dataset }
            if rest.count < all.count { try write(rest, of: person) }
            return rest.count < all.count
        }
    }

    private func write(_ views: [SavedView], of person: PersonID) throws {
        try vault.seal([UInt8](JSONEncoder().encode(views)), as: name(person))
    }

    /// Destroys for good what people keep who are no longer here.
    func destroy(where isGone: (PersonID) -> Bool) throws {
        for name in try vault.names() where name.rawValue.hasPrefix(Self.prefix) {
            if isGone(PersonID(rawValue: String(name.rawValue.dropFirst(Self.prefix.count)))) { _ = try vault.destroy(name) }
        }
    }
}
