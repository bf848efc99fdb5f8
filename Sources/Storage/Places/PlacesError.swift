import Places

/// Why places could not be imported or opened: what, where, why and what to do next.
public struct PlacesError: Error, Sendable, Hashable {
    /// Kinds of trouble.
    public enum Kind: Sendable {
        /// The source cannot be taken.
        case data
        /// A file or folder is not there.
        case missing
        /// An image was damaged.
        case damaged
        /// Somebody else is importing.
        case busy
        /// Reading or writing failed.
        case storage
        /// Stopped by the person at the terminal.
        case interrupted
    }
    /// What kind of trouble.
    public let kind: Kind
    /// Stable, lower-case, hyphenated.
    public let code: String
    /// What happened.
    public let message: String
    /// What to do next.
    public let remedy: String
    /// Makes an error.
    public init(_ kind: Kind, code: String, _ message: String, remedy: String) {
        self.kind = kind
        self.code = code
        self.message = message
        self.remedy = remedy
    }
    init(_ fault: ImportFault, in file: String) {
        self.init(.data, code: fault.code, "\(file): \(fault.message)", remedy: fault.remedy)
    }
    init(_ fault: ImageFault) { self.init(.damaged, code: fault.code.rawValue, fault.message, remedy: fault.remedy) }

    static func unwritable(_ what: String) -> PlacesError {
        PlacesError(
            .storage, code: "places-not-written", "The places folder could not be written: \(what).",
            remedy: "Check that the disk has room and that you may write there, then import again; what was there before still stands.")
    }
}
