/// A supplied file that cannot be read: what, why and what to do next. Never holds anything from inside the file.
public struct SuppliedFileError: Error, Sendable, Hashable, Encodable {
    /// Kinds of trouble.
    public enum Kind: String, Sendable, Encodable {
        /// There is no such file, or it may not be opened.
        case missing
        /// The file itself cannot be taken.
        case data
        /// Reading failed.
        case storage
    }
    /// What kind of trouble.
    public let kind: Kind
    /// Stable, lower-case, hyphenated.
    public let code: String
    /// What happened and why.
    public let message: String
    /// What to do next.
    public let remedy: String

    init(_ kind: Kind, _ code: String, _ message: String, remedy: String) {
        self.kind = kind
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension SuppliedFileError {
    static func notFound(_ path: String) -> Self {
        Self(.missing, "file-not-found", "There is no file \(path).", remedy: "Check the path.")
    }
    static func notReadable(_ path: String) -> Self {
        Self(.missing, "file-not-readable", "The file \(path) cannot be opened.", remedy: "Check its permissions.")
    }
    static func isFolder(_ path: String) -> Self {
        Self(.missing, "file-is-folder", "\(path) is a folder.", remedy: "Name the file itself.")
    }
    static func notRegular(_ path: String) -> Self {
        Self(
            .missing, "not-a-regular-file", "\(path) is a pipe or a device, not a file: it could not be read a second time.",
            remedy: "Write the records to a file first, then name that file.")
    }
    static let readFailed = Self(
        .storage, "file-read-failed", "The file could not be read to its end.",
        remedy: "Check the disk or network drive it lies on and try again.")
    static let changed = Self(
        .storage, "file-changed", "The file changed while it was being read.", remedy: "Wait until it is written whole, then try again.")
    static let truncated = Self(
        .data, "truncated-file", "The compressed file breaks off before its end.",
        remedy: "It was probably not sent or copied whole. Fetch it again and compare the sizes.")
    static let damaged = Self(
        .data, "damaged-file", "The compressed file is damaged: its contents do not match its own check sums or form.",
        remedy: "Fetch it again, or ask for it uncompressed.")
    static let bomb = Self(
        .data, "decompression-bomb",
        "The file swells to far more than its size when unpacked (over \(SuppliedLimits.ratio) times, beyond \(SuppliedLimits.free >> 20) MiB).",
        remedy: "Unpack it, look at it, and supply the table itself if it is honest.")
    static let tooLarge = Self(
        .data, "file-too-large", "The file unpacks to more than \(SuppliedLimits.total >> 30) GiB.",
        remedy: "Supply it in parts, a month or a year each.")
    static let encrypted = Self(
        .data, "encrypted-zip", "The table in the zip file is encrypted.",
        remedy: "Unpack it with its passphrase, then supply the table itself.")
    static let noTable = Self(
        .data, "no-table-in-zip", "The zip file holds no table.", remedy: "Put the CSV file in it, or supply that by itself.")
    static func severalTables(_ count: Int) -> Self {
        Self(
            .data, "several-tables-in-zip", "The zip file holds \(count) tables; one is wanted.",
            remedy: "Unpack it and supply the tables one by one.")
    }
    static let workbook = Self(
        .data, "workbook-file", "The file is a spreadsheet workbook, not delimited text.",
        remedy: "Open it, save the sheet as CSV UTF-8 and supply that.")
    static let document = Self(
        .data, "document-file", "The file is a document, not a table.", remedy: "Ask for the records behind it as CSV, and supply that.")
    static let otherCompression = Self(
        .data, "other-compression", "The table in the zip file is compressed by a method that is not read (only stored and deflated are).",
        remedy: "Make the zip again with an ordinary program, or use gzip, or supply the table itself.")
    static let splitZip = Self(
        .data, "split-zip", "The zip file is one part of several.", remedy: "Join the parts, or make one zip file.")
}

/// How much unpacking a supplied file may cost. Unpacked bytes stream, so the limits guard time, not memory.
public enum SuppliedLimits {
    /// Unpacked bytes that are free of the ratio limit.
    public static let free = 256 << 20
    /// Most unpacked bytes for each packed one beyond that; tables of real records pack 5 to 30 times, deflate's own limit is 1,032.
    public static let ratio = 200
    /// Most unpacked bytes in all.
    public static let total = 256 << 30
}
