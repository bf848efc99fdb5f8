/// A header or field name as words, abbreviations spelt out, so that `Cmtd_Frm_Dt` and "Committed from date" are alike.
struct HeaderWords {
    let words: [String]

    private static let joining: Set<String> = [
        "the", "of", "and", "or", "a", "an", "for", "in", "on", "to", "relating", "where", "if", "is", "was",
    ]
    private static let spellings: [String: String] = [
        "dt": "date", "dte": "date", "dat": "date", "tm": "time", "tme": "time", "ref": "reference", "refno": "reference",
        "id": "reference",
        "no": "reference", "num": "reference", "number": "reference", "urn": "reference", "key": "reference", "addr": "address",
        "add": "address",
        "loc": "location", "location": "address", "locn": "address", "place": "address", "premises": "address",
        "pcode": "postcode", "postal": "postcode", "pc": "postcode", "zip": "postcode", "post": "postcode", "east": "easting",
        "eastings": "easting",
        "x": "easting", "xcoord": "easting", "north": "northing", "northings": "northing", "y": "northing", "ycoord": "northing",
        "lat": "latitude",
        "long": "longitude", "lng": "longitude", "lon": "longitude", "frm": "from", "start": "from", "begin": "from", "earliest": "from",
        "end": "until", "latest": "until", "cmtd": "committed", "comm": "committed", "commited": "committed", "occurred": "committed",
        "offence": "offence",
        "offense": "offence", "off": "offence", "crime": "crime", "crimes": "crime", "inc": "incident", "incidents": "incident",
        "sex": "gender",
        "gndr": "gender", "dob": "age", "birth": "age", "born": "age", "ethnic": "ethnicity", "eth": "ethnicity", "occ": "occupation",
        "job": "occupation", "moe": "entry", "mo": "entry", "stolen": "stolen", "weapon": "weapon", "dv": "domestic",
        "da": "domestic", "racial": "race", "racist": "race", "racially": "race", "drug": "drugs", "alc": "alcohol",
        "drink": "alcohol",
        "desc": "type", "description": "type", "category": "type", "class": "type", "classification": "type", "code": "type", "cat": "type",
        "kind": "type", "nature": "type", "suspect": "suspect", "vic": "victim", "offdr": "offender", "accused": "offender", "lsoa": "area",
        "complaint": "type", "grounds": "reason", "nominal": "offender", "assault": "incident", "log": "incident", "client": "client",
        "patient": "patient",
        "attd": "attendance",
        "arr": "arrival", "casualties": "casualties", "injured": "casualties", "reason": "reason", "object": "reason", "outcome": "result",
        "results": "result", "disposal": "result", "stop": "search", "dist": "distraction", "prop": "property",
        "relationship": "association",
        "rel": "association", "call": "incident",
    ]

    init(_ text: String) {
        words = Self.split(text).filter { !Self.joining.contains($0) || $0 == "to" }.map { Self.spellings[$0] ?? $0 }
    }

    /// Words of a text: separators, changes from small to capital letters and from letters to digits end a word.
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var before: UInt8 = 0
        func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
        for byte in text.utf8 {
            let isSmall = (0x61...0x7A).contains(byte), isDigit = (0x30...0x39).contains(byte)
            guard isSmall || isDigit || isCapital(byte) || byte >= 0x80 else {
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
                before = byte
                continue
            }
            if isCapital(byte), (0x61...0x7A).contains(before), !word.isEmpty {
                words.append(String(decoding: word, as: UTF8.self))
                word = []
            }
            word.append(isCapital(byte) ? byte | 0x20 : byte)
            before = byte
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }

    /// True if none of the words is among these.
    func isDisjoint(with others: Set<String>) -> Bool { !words.contains(where: others.contains) }

    /// How alike two are, 0 to 1: shared words against all words of both.
    func likeness(to other: HeaderWords) -> Double {
        let mine = Set(words), theirs = Set(other.words)
        guard !mine.isEmpty, !theirs.isEmpty else { return 0 }
        let shared = Double(mine.intersection(theirs).count)
        return shared / (0.5 * Double(mine.count + theirs.count))
    }
}
