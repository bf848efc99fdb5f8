/// Where a field's values come from.
enum FieldSource: Hashable {
    /// Nothing fills it.
    case nothing
    /// A column of the file.
    case column(Int)
    /// Several columns, joined.
    case joined([Int], joiner: String)
    /// The same for every record.
    case constant(String)
    /// Made from degrees of a place, by position among the pairs.
    case degrees
}
