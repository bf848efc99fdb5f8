/// A postcode unit in its written form: upper case, one space before the last three characters.
public struct Postcode: Hashable, Sendable, CustomStringConvertible {
    /// `LU1 2AB`.
    public let description: String
    init(normalised: String) { description = normalised }
}
