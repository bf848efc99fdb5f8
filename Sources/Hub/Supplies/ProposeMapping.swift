import Foundation
public import Guidance
public import Intake
import Register
public import Storage
import Tables

/// Looks at the beginning of a file that waits, and says column by column what it would be taken for: to be looked over, and corrected, before
/// anything is read.
public struct ProposeMapping {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// How a file would be read.
    public struct Proposal: Sendable {
        /// One column of the file.
        public struct Column: Sendable {
            /// As it stands in the file.
            public let header: String
            /// What it would be taken for; nothing where it would be left out.
            public let uses: [ColumnUse]
            /// Why, where it was guessed.
            public let why: String?
            /// What it could be, where it would be left out.
            public let suggestion: ColumnSuggestion?
            /// The forms of a few of its values: letters as x, digits as 9; never a value.
            public let samples: [String]
            /// What its dates would be read as, where the order changes that.
            public let dates: DateReadings?
            /// False where it has no header of its own: nothing is read from it, whatever it is taken for.
            public let isRead: Bool
        }
        /// The profile it would be read by.
        public let profile: MappingProfile
        /// How that was come by; nil where nothing fits well enough to go by unasked.
        public let origin: ProfileChoice.Origin?
        /// From 0 to 1.
        public let confidence: Double
        /// What speaks against reading it as this dataset.
        public struct Doubt: Sendable {
            /// The dataset that it looks like, if any.
            public let likely: RecordTypeID?
        }
        /// Nil where nothing does.
        public let doubt: Doubt?
        /// In file order.
        public let columns: [Column]
        /// What the file is, as the metadata form asks: `CSV, UTF-8, comma`.
        public let format: String

        /// The profile with other uses of its columns, or dates in another order; nil where nothing was changed.
        /// - Parameter orders: By header.
        public func corrected(_ uses: [[ColumnUse]], orders: [String: DateOrder] = [:], for type: RecordType) -> MappingProfile? {
            let before = columns.map { Set($0.uses.isEmpty ? [.ignored] : $0.uses) }
            let made = made(uses, orders, for: type)
            let isReordered = orders.keys.contains { profile.dateOrders(of: $0, in: type) != made.dateOrders(of: $0, in: type) }
            return isReordered || before != uses.map { Set($0.isEmpty ? [.ignored] : $0) } ? made : nil
        }

        /// The orders in which the dates of a column with those uses are read unless somebody chooses one: more than one where it fills dates that the
        /// profile reads differently, none where it fills none.
        public func presentOrders(_ column: Int, _ uses: [[ColumnUse]], for type: RecordType) -> [DateOrder] {
            made(uses, [:], for: type).dateOrders(of: columns[column].header, in: type)
        }

        private func made(_ uses: [[ColumnUse]], _ orders: [String: DateOrder], for type: RecordType) -> MappingProfile {
            profile.corrected(
                zip(columns, uses).map { ($0.header, $1) }, orders: orders, for: type,
                named: profile.name.hasPrefix("corrected-") ? profile.name : "corrected-\(profile.name)")
        }
    }

    /// Reads the beginning of the file.
    public func perform(_ file: WaitingFile, dataset: RecordTypeID) throws -> Proposal {
        let type = try hub.register.recordType(dataset)
        let known = try MappingProfiles(files: hub.rules.profileFiles, rulebook: hub.rulebook)
        let head = try SupplyPlan.head(of: .waiting(file), rereading: true)
        let layout = try LayoutDetector.detect(head.bytes, isWhole: head.isWhole, knownHeaders: known.headers(with: type)).layout
        let samples = try MappingProfiles.samples(layout, head.bytes)
        let today = hub.now.day
        var doubt: Proposal.Doubt?
        let profile: MappingProfile, origin: ProfileChoice.Origin?, confidence: Double, reasons: [ProfileProposal.Reason]
        do {
            let choice = try known.choice(for: type, layout: layout, head: head.bytes, rulebook: hub.rulebook, today: today)
            (profile, origin, confidence, reasons) = (choice.profile, choice.origin, choice.confidence, choice.reasons)
        } catch let mismatch as ProfileMismatch {
            let beginning = ProfileProposal.propose(
                for: type, headers: layout.headers, samples: samples, rulebook: hub.rulebook, today: today)
            (profile, origin, confidence, reasons) = (beginning.profile, nil, beginning.confidence, beginning.reasons)
            doubt = Proposal.Doubt(likely: mismatch.likelyDataset)
        }
        let uses = profile.uses(of: layout.headers), unread = MappingProfile.unread(layout.headers)
        let filled = uses.joined().compactMap { if case .field(let name) = $0 { name } else { nil } }
        let suggestions = ColumnSuggestion.find(
            for: type, headers: layout.headers, unplaced: Set(uses.indices.filter { uses[$0].isEmpty }).subtracting(unread),
            filled: Set(filled),
            samples: samples, rulebook: hub.rulebook, today: today)
        let dates = samples.map { DateReadings.find(in: $0, today: today) } ?? []
        let columns = layout.headers.indices.map { column in
            Proposal.Column(
                header: layout.headers[column], uses: uses[column], why: reasons.first { $0.header == layout.headers[column] }?.why,
                suggestion: suggestions[column], samples: samples.map { Self.forms(of: $0, column) } ?? [],
                dates: dates.indices.contains(column) ? dates[column] : nil, isRead: !unread.contains(column))
        }
        return Proposal(
            profile: profile, origin: origin, confidence: confidence, doubt: doubt, columns: columns,
            format: "CSV, \(layout.encoding.rawValue), \(layout.delimiterName)")
    }

    /// Up to three different forms of a column's values.
    private static func forms(of table: ParsedTable, _ column: Int) -> [String] {
        guard table.columns.indices.contains(column) else { return [] }
        var forms: [String] = []
        for row in 0..<min(table.rowCount, 400) where forms.count < 3 {
            let form = masked(table.columns[column].string(row))
            if !form.isEmpty, !forms.contains(form) { forms.append(form) }
        }
        return forms
    }

    /// Letters become x, digits 9; what is neither stays, as it is what tells a date from a reference. Long texts are cut short.
    public static func masked(_ value: String) -> String {
        let characters = value.prefix(32).map { character -> Character in
            if character.isNumber { return "9" }
            if character.isLetter { return "x" }
            // What stands between is punctuation or space; a picture or anything else could say something.
            return character.isASCII && !character.isNewline ? character : character.isWhitespace ? " " : "x"
        }
        return String(characters) + (value.count > 32 ? "…" : "")
    }
}
