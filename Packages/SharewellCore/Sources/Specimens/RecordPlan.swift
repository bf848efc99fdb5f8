import Guidance

/// What is decided about a record before its fields are written, so that they agree with each other.
struct RecordDraft {
    var random = SplitMix64(seed: 0)
    /// Identity of the record, or of the recorded crime where files share it.
    var key = 0
    /// Identity of the person it is about.
    var person = 0
    var seedMark: UInt64 = 0
    var day = 0
    var endDay = 0
    var lastDay = 0
    var minute = 0
    var endMinute = 0
    var offence = 0
    var domestic = false
    var isFemale = false
    var age = 30
    /// Which of some forty schools or sites.
    var site = 0
    var spots: [Spot]

    init(groups: Int) { spots = Array(repeating: Spot(), count: groups) }
}

/// How to make records of one type.
struct RecordPlan: Sendable {
    let makers: [FieldMaker]
    /// Place groups with the kind of each, in the order of `RecordDraft.spots`.
    let groups: [(name: String, kind: PlaceUse.Kind)]
    let offences: [Vocabulary.Offence]
    private let days: ClosedRange<Int>
    private let ages: ClosedRange<Int>
    private let isCrime: Bool
    private let isAboutOffender: Bool

    init(_ type: RecordType, rulebook: Rulebook, days: ClosedRange<Int>) {
        self.days = days
        isCrime = !type.linked.isEmpty
        isAboutOffender = type.fields.contains { $0.name == "offender_reference_number" }
        groups = type.placeGroups.map { name in
            (name, type.fields.first { $0.place?.group == name }?.place?.kind ?? .scene)
        }
        switch type.id.rawValue {
        case "school-exclusion": ages = 5...17
        case "youth-offending-assessment", "drug-treatment-young-person": ages = 10...17
        case "young-offender-institution-release": ages = 15...20
        case "probation-oasys-assessment", "drug-treatment-adult", "prison-release": ages = 18...70
        default: ages = 12...85
        }
        offences = Vocabulary.offences(in: rulebook.codeList("home-office-offence"))
        let names = groups.map(\.name)
        let chosen = offences
        makers = type.fields.map { FieldMaker($0, of: type, rulebook: rulebook, groups: names, offences: chosen) }
    }

    /// Decides everything about a record that more than one field shows.
    func begin(_ draft: inout RecordDraft, row: Int, seed: UInt64, salt: UInt64, gazette: Gazette) {
        draft.random = SplitMix64(seed, salt, UInt64(row))
        draft.seedMark = seed
        draft.lastDay = days.upperBound
        // In the offender file some crimes have a second offender, and some people several crimes.
        draft.key = isCrime && isAboutOffender && row % 5 == 4 ? row - 1 : row
        draft.person = isAboutOffender ? (isCrime ? row * 7 / 10 : row * 3) : row
        var story = isCrime ? SplitMix64(seed, 0xC41E, UInt64(draft.key)) : draft.random
        draft.day = story.within(days)
        draft.minute = story.below(4) == 0 ? story.below(1440) : 600 + story.skewed(840)
        let span = story.percent(30) ? story.below(2880) : story.below(90)
        let end = draft.day * 1440 + draft.minute + span
        draft.endDay = min(end / 1440, days.upperBound)
        draft.endMinute = end / 1440 > days.upperBound ? max(draft.minute, 1439) : end % 1440
        draft.offence = Vocabulary.pick(offences, &story)
        draft.domestic = story.percent(offences.isEmpty ? 12 : offences[draft.offence].domesticShare)
        let atHome = draft.domestic || (!offences.isEmpty && isCrime ? offences[draft.offence].atHome : story.percent(35))
        let scene = atHome ? Spot.home(&story, gazette) : Spot.publicPlace(&story, gazette)
        if !isCrime { draft.random = story }
        var person = isAboutOffender ? SplitMix64(seed, 0x9E40, UInt64(draft.person)) : draft.random
        draft.isFemale = person.percent(isAboutOffender ? 20 : 48)
        draft.age = ages.lowerBound + person.skewed(ages.upperBound - ages.lowerBound + 1)
        let home = Spot.home(&person, gazette)
        if !isAboutOffender { draft.random = person }
        for position in groups.indices {
            switch groups[position].kind {
            case .scene: draft.spots[position] = scene
            case .residence: draft.spots[position] = isCrime && atHome && groups[position].name == "victim" ? scene : home
            case .premises:
                draft.site = draft.random.below(min(gazette.places.count, 40))
                draft.spots[position] = Spot(
                    place: draft.site * max(gazette.places.count / 40, 1), street: 0, number: 1 + draft.site, form: .house)
            }
        }
    }
}
