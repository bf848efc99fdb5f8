/// Why a source of places was refused as a whole: what, where, why and what to do. Never holds the source's content.
public struct ImportFault: Error, Sendable, Hashable {
    /// Stable code, lower-case, hyphenated.
    public let code: String
    /// What is wrong and where.
    public let message: String
    /// What to do next.
    public let remedy: String
    /// Makes a fault.
    public init(code: String, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// The content is nothing that is known.
    public static let notRecognised = ImportFault(
        code: "places-source-not-recognised", "The file is none of the sources of places that Sharewell knows.",
        remedy:
            "Give OS Code-Point Open (the zip, a folder or an area's CSV), an ONS postcode directory or lookup, a CSV with a postcode and a properties column, or GeoJSON boundaries."
    )
}
