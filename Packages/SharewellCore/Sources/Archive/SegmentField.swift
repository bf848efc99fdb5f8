public import Depersonalisation
public import Guidance

/// A column of a segment.
public struct SegmentField: Sendable, Hashable {
    /// Machine name.
    public let name: String
    /// Title for people.
    public let title: String
    /// Shape of its values.
    public let type: FieldType
    /// How it is guarded.
    public let role: FieldRole
    /// Index of the field whose codes it shares; never a field that follows another itself.
    public let follows: Int?

    /// Makes a field.
    public init(name: String, title: String, type: FieldType, role: FieldRole, follows: Int? = nil) {
        self.name = name
        self.title = title
        self.type = type
        self.role = role
        self.follows = follows
    }

    /// A field of the depersonalised form.
    public init(_ field: ReleasedField) {
        self.init(name: field.name, title: field.title, type: field.type, role: field.role, follows: field.follows)
    }

    /// A field of a personal record type, sealed as supplied.
    public init(_ field: Field) { self.init(name: field.name, title: field.title, type: field.type, role: field.role) }
}
