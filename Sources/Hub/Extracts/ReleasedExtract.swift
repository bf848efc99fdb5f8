public import Guidance
public import Register

/// What a person took away.
public struct ReleasedExtract: Sendable, Encodable {
    /// Folder or zip.
    public let path: String
    /// The record type.
    public let dataset: RecordTypeID
    /// Records in it.
    public let records: Int
    /// Supplies they come from.
    public let supplies: [SupplyID]
    /// Supplies that had to be left out, by agency.
    public let leftOut: [AnswerSources.LeftOut]
    /// SHA-256 of the records' CSV, hexadecimal, as the ledger has it.
    public let digest: String
    /// Protective marking.
    public let marking: String
    /// What to bear in mind.
    public let caveats: [String]
    /// Passphrase of an encrypted zip: shown once, kept nowhere.
    public let passphrase: String?

    /// For people.
    public var page: String {
        var text = "\(records) \(records == 1 ? "record of \(dataset) is" : "records of \(dataset) are") in \(path).\n"
        text += "Marking: \(marking). Every product made from them carries it (§3.4).\n"
        for caveat in caveats { text += "Note: \(caveat)\n" }
        if let passphrase {
            text +=
                "Passphrase, shown once: \(passphrase)\nSend it by another way than the file. It opens with any zip program that knows AES-256.\n"
        }
        return text
    }
}
