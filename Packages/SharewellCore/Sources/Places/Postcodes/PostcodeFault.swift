/// Why a text is no postcode unit that can be used. Codes are stable; the last two need a gazetteer.
public enum PostcodeFault: String, Error, Sendable, Codable, CaseIterable {
    /// Nothing there.
    case missing = "postcode-missing"
    /// An outward code alone: `LU1`.
    case outwardOnly = "postcode-outward-only"
    /// A sector: `LU1 2`.
    case sectorOnly = "postcode-sector-only"
    /// An inward code alone: `2AB`.
    case inwardOnly = "postcode-inward-only"
    /// The last letter or letters are missing: `LU1 2A`.
    case incomplete = "postcode-incomplete"
    /// More characters than any postcode has.
    case tooLong = "postcode-too-long"
    /// Something that is neither letter, digit nor separator.
    case character = "postcode-character"
    /// The first half has no form that outward codes have.
    case outwardForm = "postcode-outward-form"
    /// The first half has a letter that is not used at its place.
    case outwardLetter = "postcode-outward-letter"
    /// The second half is not a digit and two letters.
    case inwardForm = "postcode-inward-form"
    /// The second half has one of the letters C, I, K, M, O, V.
    case inwardLetter = "postcode-inward-letter"
    /// Would be a postcode if O and 0, or I, L and 1, were exchanged.
    case lookAlike = "postcode-look-alike"
    /// The district was padded with a zero: `LU01 2AB`.
    case leadingZero = "postcode-leading-zero"
    /// An NHS pseudo-postcode, `ZZ99 …`: no fixed abode, or unknown.
    case pseudo = "postcode-pseudo"
    /// A British Forces Post Office number, `BFPO 57`.
    case forcesNumber = "postcode-forces-number"
    /// A code of an overseas territory, such as `STHL 1ZZ`.
    case overseas = "postcode-overseas"
    /// An outward code withdrawn before 2001 that today's rules do not allow, such as `NPT` or `W1V`.
    case withdrawnOutward = "postcode-withdrawn-outward"
    /// Known to the gazetteer, no longer in use.
    case terminated = "postcode-terminated"
    /// Well formed, but not in the gazetteer.
    case unknown = "postcode-unknown"

    /// What to do about it.
    public var advice: String {
        switch self {
        case .missing: "Give the full postcode if it is known."
        case .outwardOnly: "This is an outward code; give the full postcode, as in LU1 2AB."
        case .sectorOnly: "This is a postcode sector; give the full postcode, as in LU1 2AB."
        case .inwardOnly: "This is only the second half; give the full postcode, as in LU1 2AB."
        case .incomplete: "The end is missing: a postcode ends in a digit and two letters."
        case .tooLong: "Longer than any postcode; put nothing else in the field."
        case .character: "A postcode has only letters, digits and a space; put nothing else in the field."
        case .outwardForm: "The first half must be one or two letters, then a digit, then at most one more digit or letter."
        case .outwardLetter: "The first half has a letter that is not used at that place; check the spelling."
        case .inwardForm: "The second half must be a digit and two letters."
        case .inwardLetter: "The letters C, I, K, M, O and V are never in the second half; check the spelling."
        case .lookAlike: "A letter stands where a digit belongs, or the other way round (O and 0, I and 1); correct it at the source."
        case .leadingZero: "The district has a zero too many; correct it at the source."
        case .pseudo: "A pseudo-postcode of the NHS: there is no such place. Leave the postcode empty."
        case .forcesNumber: "A forces post office number; give the BF1 postcode, or leave it empty."
        case .overseas: "A place outside the United Kingdom; leave the postcode empty."
        case .withdrawnOutward: "This outward code was withdrawn before 2001; give the postcode in use today."
        case .terminated: "The postcode is no longer in use; give the one in use today, if the address has one."
        case .unknown: "The gazetteer does not hold this postcode; check the spelling, or import newer postcodes."
        }
    }
}

/// What was forgiven in reading a postcode.
public enum PostcodeNote: String, Sendable, Codable, CaseIterable {
    /// The space was missing, doubled, or not a plain space.
    case spacing = "postcode-spacing"
    /// The space stood elsewhere than before the last three characters.
    case spaceMoved = "postcode-space-moved"
    /// Small letters.
    case letterCase = "postcode-letter-case"
    /// Hyphens, dots or punctuation were left out.
    case punctuation = "postcode-punctuation"
    /// The letters at the beginning name no postcode area in use.
    case areaNotInUse = "postcode-area-not-in-use"
}
