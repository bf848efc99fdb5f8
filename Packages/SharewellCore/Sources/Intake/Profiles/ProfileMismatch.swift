public import Guidance

/// Why a file cannot be read with a profile, or as a record type.
public struct ProfileMismatch: Error, Sendable, Hashable {
    /// Stable: `wrong-dataset`, `headers-missing`, `dataset-not-of-profile`, `no-profile-fits`.
    public let code: String
    /// What, where and why; names headers and fields of the rulebook and profiles only.
    public let message: String
    /// What to do next.
    public let remedy: String
    /// The record type the file looks like, where one was found.
    public let likelyDataset: RecordTypeID?

    init(code: String, message: String, remedy: String, likelyDataset: RecordTypeID? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.likelyDataset = likelyDataset
    }
}
