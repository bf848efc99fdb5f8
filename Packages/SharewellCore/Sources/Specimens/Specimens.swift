public import Guidance

/// Believable synthetic records of every record type, the same for the same seed. Nobody in them is real.
///
/// Personal data carries marks that can be searched for in anything that must not hold it: names and house names contain `Zzleak`,
/// references contain `ZZ`, telephone numbers come from the range that Ofcom keeps for drama (01632 960000 to 960999).
public enum Specimens {
    /// The day that specimens lead up to unless another is named: 30 June 2024, as days since 1 January 1970. It is fixed so that a seed
    /// gives the same bytes on every day.
    public static let usualToday = 19_904

    /// A generator of one record type.
    /// - Parameters:
    ///   - recordType: what to make; its fields, in its order, are the columns.
    ///   - rulebook: where its code lists are.
    ///   - seed: another seed, another file. The crime files of one seed share their references, offences and places.
    ///   - places: real places to use; invented ones if nil.
    ///   - today: no record is of this day or later, except dates that may lie ahead; days since 1 January 1970.
    ///   - days: how many days before `today` the records are spread over, at least one.
    public static func generator(
        for recordType: RecordType, rulebook: Rulebook, seed: UInt64, places: SpecimenPlaces? = nil, today: Int = usualToday,
        days: Int = 730
    ) -> SpecimenGenerator {
        SpecimenGenerator(
            recordType: recordType, rulebook: rulebook, seed: seed, places: places ?? .invented, today: min(max(today, 1), 2_000_000),
            days: min(max(days, 1), 36_500))
    }
}
