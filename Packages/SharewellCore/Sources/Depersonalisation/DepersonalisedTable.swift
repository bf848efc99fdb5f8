public import Guidance
public import Tables

/// A field of the depersonalised form of a record type: what the archive stores, queries name and extracts carry.
public struct ReleasedField: Sendable, Hashable, Codable {
    /// Name: the rulebook's, or for the parts of a place `<group>_street`, `<group>_postcode`, `<group>_ward`, ….
    public let name: String
    /// Title for people.
    public let title: String
    /// Shape of its values.
    public let type: FieldType
    /// How it is guarded.
    public let role: FieldRole
    /// Index of the field whose codes this one's column shares, so that what belongs to a place is stored once per distinct place:
    /// both columns are coded over the same codes, and this one's `CodedColumn.translation` gives its value for each of them.
    public let follows: Int?
    /// Makes a field.
    public init(name: String, title: String, type: FieldType, role: FieldRole, follows: Int? = nil) {
        self.name = name
        self.title = title
        self.type = type
        self.role = role
        self.follows = follows
    }
}

/// A batch of records that went through the rule pack. Only `Depersonalisation` can make one.
public struct DepersonalisedTable {
    /// The columns' meaning, in order; the same for every batch of a supply.
    public let fields: [ReleasedField]
    /// Records in this batch that may be archived; held-back records are not among them.
    public let rowCount: Int
    /// One column a field.
    public let columns: [Column]
    /// Position of the batch in the file, from 0.
    public let batch: Int
    /// Records of this batch that could not be made safe, by physical line.
    public let heldBack: [HeldBackRecord]

    init(fields: [ReleasedField], rowCount: Int, columns: [Column], batch: Int, heldBack: [HeldBackRecord]) {
        self.fields = fields
        self.rowCount = rowCount
        self.columns = columns
        self.batch = batch
        self.heldBack = heldBack
    }
}

/// A record that could not be made safe: listed, never dropped silently.
public struct HeldBackRecord: Sendable, Hashable, Codable {
    /// Physical line in the supplied file.
    public let line: UInt32
    /// Stable code of the reason, such as `class-below-k` or `place-unknown`.
    public let reason: String
    /// Makes one.
    public init(line: UInt32, reason: String) {
        self.line = line
        self.reason = reason
    }
}
