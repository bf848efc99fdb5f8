/// One step of rule 7: how much a record's age, gender, ethnicity, occupation and place are blurred so that enough records look alike.
struct Generalisation {
    /// Occupation and other text is removed.
    let dropsText: Bool
    /// Codes are replaced by the group their list puts them in.
    let groupsCodes: Bool
    /// Width in years of age bands; 1 for single years.
    let band: Int
    /// Steps up for the place: sector, outward code, nothing.
    let steps: Int
    /// What the report calls it.
    let title: String

    /// Occupation first, then ethnicity, then age, then place.
    static func ladder(ageBands: [Int]) -> [Generalisation] {
        var levels = [
            Generalisation(dropsText: false, groupsCodes: false, band: 1, steps: 0, title: "as supplied"),
            Generalisation(dropsText: true, groupsCodes: false, band: 1, steps: 0, title: "occupation removed"),
            Generalisation(dropsText: true, groupsCodes: true, band: 1, steps: 0, title: "ethnicity in groups"),
        ]
        for band in ageBands.sorted() where band > 1 {
            levels.append(Generalisation(dropsText: true, groupsCodes: true, band: band, steps: 0, title: "age in bands of \(band) years"))
        }
        let widest = ageBands.max() ?? 1
        levels.append(Generalisation(dropsText: true, groupsCodes: true, band: widest, steps: 1, title: "place to its postcode sector"))
        levels.append(Generalisation(dropsText: true, groupsCodes: true, band: widest, steps: 2, title: "place to its postcode district"))
        levels.append(Generalisation(dropsText: true, groupsCodes: true, band: widest, steps: 3, title: "place withheld"))
        return levels
    }
}
