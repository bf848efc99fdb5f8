import Depersonalisation
public import Foundation
import Places
import Storage

/// Sanitises addresses one a line, by the rule pack of a rulebook. The same text gives the same line for the same places.
public final class AddressLines {
    private let sanitiser: AddressSanitiser
    private let ladder: PlaceLadder?

    /// With the places in that folder; without, no postcode can be shown to hold enough properties.
    public init(places: URL?, rules: RulebookFolder) throws {
        let pack = try RulePack.load(files: rules.rulePackFiles())
        sanitiser = AddressSanitiser(rulePack: pack)
        ladder = try places.map { folder in
            let open = try PlacesFolder(folder).open()
            return PlaceLadder(gazetteer: open.gazetteer, areas: open.areas, least: pack.leastProperties)
        }
    }

    private struct Answer: Encodable {
        let kept: String
        let postcode: String?
        let area: String?
        let rung: String
        let withheld: Bool
        let why: [String]

        private enum Key: String, CodingKey { case kept, postcode, area, rung, withheld, why }

        func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: Key.self)
            try box.encode(kept, forKey: .kept)
            try box.encode(postcode, forKey: .postcode)
            try box.encode(area, forKey: .area)
            try box.encode(rung, forKey: .rung)
            try box.encode(withheld, forKey: .withheld)
            try box.encode(why, forKey: .why)
        }
    }

    /// `{"area":…,"kept":…,"postcode":…,"rung":…,"why":[…],"withheld":…}`: `kept` is the street and locality that may be shared, `postcode` the full
    /// postcode if it is kept, `area` what is kept of it, `rung` how much that is (`none` for nothing), `withheld` whether the street is held back.
    public func json(for line: String) -> String {
        var hasStreet = sanitiser.sanitise(line)
        var kept = sanitiser.kept
        var why = sanitiser.reasons.sentences
        var judgement: PlaceJudgement?
        if let packed = sanitiser.packedPostcode {
            if let ladder {
                let judged = ladder.judge(packed)
                // As without places, where nothing is counted the street is kept, and so no area beside it.
                let keepsStreetAlone = hasStreet && judged.rung > .postcode && !judged.isCounted
                why += keepsStreetAlone ? judged.reasons.filter { $0.hasPrefix("rule 2") } : judged.reasons
                judgement = keepsStreetAlone ? nil : judged
                if keepsStreetAlone {
                    why.append("rule 3: no area kept beside the street, the two might pin fewer than four properties")
                } else if hasStreet, judged.rung > .postcode {
                    // Street and group together may pin fewer than four, and nobody knows how many properties a street has.
                    hasStreet = false
                    kept = String(decoding: sanitiser.locality[sanitiser.townStart...], as: UTF8.self)
                    why.append("rule 3: street withheld, it might narrow the larger place to fewer than four properties")
                }
            } else {
                why.append("rule 2: without places the properties that share the postcode are not known, so it is not kept")
            }
        } else if sanitiser.postcode != nil {
            why.append("rule 2: not a postcode that can be looked up")
        }
        let rung = judgement.map { $0.rung == .withheld ? "none" : $0.rung.rawValue } ?? "none"
        let answer = Answer(
            kept: kept, postcode: judgement?.postcode, area: judgement?.label, rung: rung, withheld: !hasStreet, why: why)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: (try? encoder.encode(answer)) ?? Data(), as: UTF8.self)
    }
}
