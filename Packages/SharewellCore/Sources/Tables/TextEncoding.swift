/// How the characters of a supplied file are written as bytes. Everything after the splitter is UTF-8.
public enum TextEncoding: String, Sendable, Codable, CaseIterable {
    /// UTF-8, which plain ASCII is a part of.
    case utf8 = "UTF-8"
    /// Two bytes a unit, the lower first: Excel's "Unicode text".
    case utf16LittleEndian = "UTF-16LE"
    /// Two bytes a unit, the higher first.
    case utf16BigEndian = "UTF-16BE"
    /// One byte a character: what older Windows programs write in western Europe.
    case windows1252 = "windows-1252"
}
