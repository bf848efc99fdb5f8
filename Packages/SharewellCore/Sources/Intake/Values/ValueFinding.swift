internal import Tables

/// What may be said of one value. The raw value is the finding's code.
enum ValueFinding: String, CaseIterable {
    case dateNotUnderstood = "date-not-understood"
    case dateImpossible = "date-impossible"
    case dateInFuture = "date-in-future"
    case datePlaceholder = "date-placeholder"
    case dateOrderDoubtful = "date-order-doubtful"
    case dateAmbiguous = "date-ambiguous"
    case birthDateImplausible = "date-of-birth-implausible"
    case timeNotUnderstood = "time-not-understood"
    case timeTwentyFour = "time-twenty-four"
    case flagNotUnderstood = "flag-not-understood"
    case ageNotUnderstood = "age-not-understood"
    case ageImplausible = "age-implausible"
    case ageBanded = "age-banded"
    case codeNotKnown = "code-not-known"
    case codeNotListed = "code-not-listed"
    case numberNotUnderstood = "number-not-understood"
    case postcodeMalformed = "postcode-malformed"
    case postcodePartial = "postcode-partial"
    case postcodePseudo = "postcode-pseudo"
    case postcodeNotFound = "postcode-not-found"
    case postcodeTerminated = "postcode-terminated"
    case areaNotUnderstood = "area-not-understood"
    case coordinateNotUnderstood = "coordinate-not-understood"
    case coordinateZero = "coordinate-zero"
    case coordinateAlone = "coordinate-alone"
    case coordinatesOutside = "coordinates-outside"
    case coordinatesSwapped = "coordinates-swapped"
    case textRepaired = "text-repaired"
    case textCleaned = "text-cleaned"
    case spanReversed = "span-reversed"

    var severity: Finding.Severity {
        switch self {
        case .timeTwentyFour, .ageBanded, .codeNotListed, .postcodePartial, .postcodeTerminated, .textRepaired, .textCleaned: .note
        default: .warning
        }
    }

    var advice: String {
        switch self {
        case .dateNotUnderstood:
            "Supply dates as 2021-05-03, 03/05/2021 or 3 May 2021; the value was left out."
        case .dateImpossible:
            "The calendar has no such day; the value was left out. If months stand before days, say `date-order: month-first` in the profile."
        case .dateInFuture: "The date lies after today; correct it and send the record again."
        case .datePlaceholder: "A date such as 01/01/1900 stands for none; it was taken as missing. Leave unknown dates blank."
        case .dateOrderDoubtful:
            "The date makes sense only with the month first, which this file's profile does not say; it was left out. "
                + "If the whole column is so, say `date-order: month-first` in the profile."
        case .dateAmbiguous:
            "The value may be read in two ways, as 2010/11 (a financial year or a month) and 200512 (a month or a day) may; it was left out. "
                + "Supply days as 2021-05-03 and months as 2021-05."
        case .birthDateImplausible: "The date of birth gives no possible age; it was left out."
        case .timeNotUnderstood: "Supply times as 23:59 or 2359; the value was left out."
        case .timeTwentyFour: "24:00 was taken as 23:59, so that the record keeps its date."
        case .flagNotUnderstood:
            "Supply flags as yes or no, or give the words for them under `yes` and `no` in the profile; the value was left out."
        case .ageNotUnderstood: "Supply ages in whole years, or dates of birth; the value was left out."
        case .ageImplausible: "No living person has this age; it was left out. Leave unknown ages blank."
        case .ageBanded: "The age is a band; supply ages in single years if they are recorded (§4.2.3)."
        case .codeNotKnown:
            "The value is not in the field's code list; it was left out. Give its meaning under `codes` in the profile."
        case .codeNotListed: "The value is not in the field's code list, which allows others; it was kept as supplied."
        case .numberNotUnderstood: "Supply a plain number; the value was left out."
        case .postcodeMalformed: "The value is not a postcode; it was left out."
        case .postcodePartial: "Only part of a postcode was supplied; supply full postcodes if they are recorded (§4.2.3). It was left out."
        case .postcodePseudo: "The postcode stands for no place, as ZZ99 codes do; it was left out. Leave unknown postcodes blank."
        case .postcodeNotFound: "The gazetteer has no such postcode; check it, or import a newer gazetteer. It was kept."
        case .postcodeTerminated: "The postcode is no longer in use; it was kept."
        case .areaNotUnderstood: "The value is not an ONS code such as E01017540; it was left out."
        case .coordinateNotUnderstood: "Supply coordinates as plain numbers; the pair was left out."
        case .coordinateZero: "Zero stands for no coordinates; the pair was taken as missing. Leave unknown coordinates blank."
        case .coordinateAlone: "One coordinate of the pair is missing; the other was left out."
        case .coordinatesOutside: "The point lies outside Great Britain; the pair was left out."
        case .coordinatesSwapped: "The coordinates stood in each other's place; they were put right."
        case .textRepaired: "Characters damaged by a wrong encoding were repaired; export as UTF-8."
        case .textCleaned: "Control characters or line breaks were taken out."
        case .spanReversed: "The record ends before it begins; check both. They were kept as supplied."
        }
    }
}
