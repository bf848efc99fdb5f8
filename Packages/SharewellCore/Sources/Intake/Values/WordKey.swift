/// Spellings compared without regard to case, outer spaces and runs of spaces; and, more forgiving, without regard to punctuation.
enum WordKey {
    /// ASCII letters in lower case, one space for each run of white space, none at the ends.
    static func plain(_ bytes: some Sequence<UInt8>) -> String {
        var key: [UInt8] = []
        var gap = false
        for byte in bytes {
            if byte <= 0x20 {
                gap = !key.isEmpty
                continue
            }
            if gap {
                key.append(0x20)
                gap = false
            }
            key.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return String(decoding: key, as: UTF8.self)
    }

    /// The same with every punctuation mark taken as a space; bytes outside ASCII stay.
    static func loose(_ bytes: some Sequence<UInt8>) -> String {
        plain(
            bytes.lazy.map { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: byte
                default: 0x20
                }
            })
    }
}
