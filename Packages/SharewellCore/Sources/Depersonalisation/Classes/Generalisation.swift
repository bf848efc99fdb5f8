/// One step of rule 7: how much a record's street, occupation, ethnicity, age and place are blurred so that enough records look alike.
struct Generalisation {
    /// Street and locality are removed.
    let dropsStreet: Bool
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

    /// Street first, where records have one; then occupation, ethnicity, age, place.
    static func ladder(ageBands: [Int], hasStreet: Bool) -> [Generalisation] {
        var levels = [Generalisation(dropsStreet: false, dropsText: false, groupsCodes: false, band: 1, steps: 0, title: "as supplied")]
        func add(_ title: String, dropsText: Bool = true, groupsCodes: Bool = true, band: Int = 1, steps: Int = 0) {
            levels.append(
                Generalisation(dropsStreet: true, dropsText: dropsText, groupsCodes: groupsCodes, band: band, steps: steps, title: title))
        }
        if hasStreet { add("street and locality removed", dropsText: false, groupsCodes: false) }
        add("occupation and other text removed", groupsCodes: false)
        add("ethnicity in groups")
        for band in ageBands.sorted() where band > 1 { add("age in bands of \(band) years", band: band) }
        let widest = ageBands.max() ?? 1
        add("place to its postcode sector", band: widest, steps: 1)
        add("place to its postcode district", band: widest, steps: 2)
        add("place withheld", band: widest, steps: 3)
        return levels
    }
}
