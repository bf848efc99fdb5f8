extension FieldMaker {
    /// Appends the field of a record as it stands in the CSV file.
    func append(to bytes: inout [UInt8], of draft: inout RecordDraft, in gazette: Gazette) {
        switch self {
        case .caseReference(let prefix): Self.reference(prefix, draft.key, draft.seedMark, to: &bytes)
        case .personReference: Self.reference([0x5A, 0x5A, 0x4E], draft.person, draft.seedMark, to: &bytes)
        case .offence(let offences): bytes.append(contentsOf: offences[draft.offence].code)
        case .crimeType(let offences): bytes.append(contentsOf: offences[draft.offence].crimeType)
        case .gender(let female, let male, let unknown, let isSecondPerson):
            let isFemale = isSecondPerson ? draft.random.percent(50) : draft.isFemale
            bytes.append(contentsOf: draft.random.percent(2) ? unknown : isFemale ? female : male)
        case .ageRange(let ranges):
            let age = draft.age
            bytes.append(contentsOf: ranges[age < 10 ? 0 : age < 18 ? 1 : age < 25 ? 2 : age < 35 ? 3 : 4])
        case .siteName(let names): bytes.append(contentsOf: names[draft.site % names.count])
        case .incidentType(let types, let domestic):
            bytes.append(contentsOf: draft.domestic ? domestic : types[draft.random.skewed(types.count)])
        case .locationType(let home, let elsewhere, let group):
            let kinds = draft.spots.indices.contains(group) && draft.spots[group].isHome ? home : elsewhere
            bytes.append(contentsOf: kinds[draft.random.skewed(kinds.count)])
        case .choice(let texts, let missing):
            if !draft.random.percent(missing) { bytes.append(contentsOf: texts[draft.random.skewed(texts.count)]) }
        case .day: bytes.append(day: draft.day)
        case .endDay: bytes.append(day: draft.endDay)
        case .laterDay(let within): bytes.append(day: min(draft.day + draft.random.below(within + 1), draft.lastDay))
        case .aheadDay: bytes.append(day: draft.day + draft.random.below(365))
        case .dateOfBirth: bytes.append(day: draft.day - draft.age * 365 - draft.age / 4 - 1 - draft.random.below(363))
        case .minute: bytes.append(minute: draft.minute)
        case .endMinute: bytes.append(minute: draft.endMinute)
        case .flag(let share): bytes.append(contentsOf: (draft.random.percent(share) ? "yes" : "no").utf8)
        case .domesticFlag: bytes.append(contentsOf: (draft.domestic ? "yes" : "no").utf8)
        case .number(let range, let missing):
            if !draft.random.percent(missing) { bytes.append(number: range.lowerBound + draft.random.skewed(range.count)) }
        case .age(let orDateOfBirth, let isSecondPerson):
            if isSecondPerson {
                bytes.append(number: 10 + draft.random.skewed(80))
            } else if orDateOfBirth, draft.random.percent(12) {
                FieldMaker.dateOfBirth.append(to: &bytes, of: &draft, in: gazette)
            } else {
                bytes.append(number: draft.age)
            }
        case .name:
            bytes.append(contentsOf: Vocabulary.givenNames[draft.random.below(Vocabulary.givenNames.count)].utf8)
            bytes.append(0x20)
            bytes.append(contentsOf: Vocabulary.surnames[draft.random.below(Vocabulary.surnames.count)].utf8)
        case .marked(let text): bytes.append(contentsOf: text)
        case .telephone: Self.telephone(&draft.random, to: &bytes)
        case .freeText:
            bytes.append(contentsOf: "Caller Zzleak on ".utf8)
            Self.telephone(&draft.random, to: &bytes)
            bytes.append(contentsOf: " says it has happened before".utf8)
        case .address(let group, let missing):
            if !draft.random.percent(missing) { draft.spots[group].append(to: &bytes, in: gazette) }
        case .postcode(let group): bytes.append(contentsOf: gazette.places[draft.spots[group].place].postcode)
        case .area(let group): bytes.append(contentsOf: gazette.places[draft.spots[group].place].area)
        case .easting(let group):
            let spot = draft.spots[group]
            bytes.append(number: gazette.places[spot.place].easting + spot.number % 23)
        case .northing(let group):
            let spot = draft.spots[group]
            bytes.append(number: gazette.places[spot.place].northing + spot.number % 19)
        }
    }

    /// `ZZCR4F9A/0001234`: the letters tell the file, the next four characters the seed, the number the record.
    private static func reference(_ prefix: [UInt8], _ number: Int, _ seed: UInt64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: prefix)
        var mark = SplitMix64(seed: seed)
        var bits = mark.next()
        for _ in 0..<4 {
            let digit = UInt8(truncatingIfNeeded: bits % 36)
            bytes.append(digit < 10 ? 0x30 + digit : 0x41 + digit - 10)
            bits /= 36
        }
        bytes.append(0x2F)
        bytes.append(number: number, width: 7)
    }

    private static func telephone(_ random: inout SplitMix64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "01632 960".utf8)
        bytes.append(number: random.below(1000), width: 3)
    }
}
