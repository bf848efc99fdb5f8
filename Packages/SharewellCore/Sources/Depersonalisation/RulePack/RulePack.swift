/// The rules by which records are depersonalised, as data: word lists and numbers of pack A1-2010/r1.
///
/// The guidance's Appendix 1 is not available in full; `docs/reference/depersonalising.md` says which rules are a judgement of this pack.
public struct RulePack: Sendable {
    /// Identifier, as written in its files.
    public let id: String
    /// Properties that must share a retained place (rule 2).
    public let leastProperties: Int
    /// People, or records where people cannot be told apart, that must share a combination of age, gender, ethnicity, occupation, street and
    /// place (rule 7).
    public let leastRecords: Int
    /// Years in an age band, narrowest first, that ages are generalised to (rule 7).
    public let ageBands: [Int]
    let lexicon: AddressLexicon

    init(id: String, leastProperties: Int, leastRecords: Int, ageBands: [Int], lexicon: AddressLexicon) {
        self.id = id
        self.leastProperties = leastProperties
        self.leastRecords = leastRecords
        self.ageBands = ageBands
        self.lexicon = lexicon
    }
}
