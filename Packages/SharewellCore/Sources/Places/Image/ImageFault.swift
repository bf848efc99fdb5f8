/// Why an image of places was refused.
public struct ImageFault: Error, Sendable, Hashable {
    /// Kinds of damage.
    public enum Code: String, Sendable {
        /// Not an image, or not of the kind wanted.
        case notAnImage = "places-not-an-image"
        /// Written by another version.
        case otherVersion = "places-other-version"
        /// Shorter or longer than it says.
        case length = "places-length"
        /// Bytes changed since it was written.
        case checksum = "places-checksum"
        /// The parts do not fit each other.
        case structure = "places-structure"
    }
    /// Stable code.
    public let code: Code
    /// What is wrong, where.
    public let message: String
    /// What to do next.
    public let remedy = "Import the places again (sharewell places import), or restore the places folder from a backup."
    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
