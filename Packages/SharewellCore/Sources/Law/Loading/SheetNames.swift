import Guidance

/// What the names on a fact sheet mean. People write `Police Force` and `depersonalised`; what cannot be understood is answered with the
/// names that were most likely meant.
struct SheetNames {
    let law: LawBook
    let rulebook: Rulebook

    /// A fact by its identifier, another name or its opposite; `isOpposite` when yes on the sheet means no.
    func fact(_ name: String) -> (id: String, isOpposite: Bool)? {
        law.fact(called: Spelling.folded(name)).map { ($0.fact.id, $0.isOpposite) }
    }

    /// A class of agency by its identifier, its title or another name.
    func agency(_ name: String) -> AgencyClass? {
        let folded = Spelling.folded(name)
        return rulebook.agencyClasses.first { $0.id == folded } ?? rulebook.agencyClasses.first { $0.isCalled(folded) }
    }

    /// A record type by its identifier or title, or the dataset that has this one alone.
    func dataset(_ name: String) -> RecordType? {
        let folded = Spelling.folded(name)
        if let type = rulebook.recordTypes.first(where: { $0.id.rawValue == folded || Spelling.folded($0.title) == folded }) { return type }
        let of = rulebook.recordTypes.filter { $0.dataset == folded }
        return of.count == 1 ? of.first : nil
    }

    /// An answer to a choice by its identifier or another name.
    func option(_ name: String, of choice: LawChoice) -> LawChoice.Option? {
        let folded = Spelling.folded(name)
        return choice.options.first { $0.id == folded || $0.alsoCalled.contains(folded) }
    }

    /// What to do about a name that no fact has.
    func helpOnFact(_ name: String) -> String {
        let folded = Spelling.folded(name)
        if law.choice(folded) != nil {
            return "It is a key of the sheet: write it on a line of its own, beside from and to, not under facts."
        }
        let near = law.factsLike(name)
        // One of several is chosen by what it says.
        let named = near.count == 1 ? near.map(\.id) : near.map { "\($0.id) (“\($0.title)”)" }
        return Spelling.didYouMean(named) + "See sharewell law facts for all of them."
    }

    /// What to do about a name that no class of agency has.
    func helpOnAgency(_ name: String) -> String {
        let folded = Spelling.folded(name)
        for choice in law.choices {
            if let option = option(folded, of: choice) {
                return "That is an answer to \(choice.id): write \(choice.id): \(option.id), and leave this line out."
            }
        }
        let near = Spelling.likeliest(
            name, among: rulebook.agencyClasses.map { ($0.id, [$0.id, $0.title] + $0.alsoCalled) })
        return Spelling.didYouMean(near) + "See sharewell guidance classes for all of them."
    }

    /// What to do about a name that no record type has.
    func helpOnDataset(_ name: String) -> String {
        let files = rulebook.recordTypes.filter { $0.dataset == Spelling.folded(name) }.map(\.id.rawValue)
        if !files.isEmpty { return "It has several files, each judged by itself: write one of \(files.joined(separator: ", "))." }
        let near = Spelling.likeliest(
            name, among: rulebook.recordTypes.map { ($0.id.rawValue, [$0.id.rawValue, $0.title, $0.dataset]) })
        return Spelling.didYouMean(near)
            + "See sharewell datasets for all of them; for information that is none of these, leave the line out and state facts."
    }

    /// What to do about a name that no answer to a choice has.
    func help(on name: String, of choice: LawChoice) -> String {
        let near = Spelling.likeliest(
            name, among: choice.options.map { ($0.id, [$0.id, $0.title] + $0.alsoCalled) })
        return Spelling.didYouMean(near) + "Write one of: \(choice.options.map(\.id).joined(separator: ", "))."
    }
}
