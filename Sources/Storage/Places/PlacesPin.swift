public import Places

/// One state of a places folder, numbered: which images, made from which sources. A result made with it names the number.
public struct PlacesPin: Sendable, Hashable, Codable {
    /// An image by name and digest.
    public struct Image: Sendable, Hashable, Codable {
        /// File name in the folder.
        public let file: String
        /// SHA-256 of the file, hexadecimal.
        public let digest: String
        /// Length in bytes.
        public let bytes: Int
    }
    /// From 1, one more with each import.
    public let number: Int
    /// The gazetteer.
    public let gazetteer: Image
    /// The boundaries.
    public let areas: Image
    /// What went in, in order of import.
    public let sources: [PlacesSource]
}
