/// Words that stand for nothing recorded.
enum MissingWords {
    /// In any field.
    static let anywhere: Set<String> = ["-", "--", "null", "(null)", "<null>", "n/a", "#n/a", "nan", "#ref!", "#value!", "."]
    /// In fields that hold something other than words.
    static let typed: Set<String> = [
        "none", "nil", "na", "unknown", "not known", "not recorded", "n/k", "nk", "u/k", "uk", "tbc", "blank", "missing", "not given", "?",
        "not applicable", "not specified", "not available",
    ]
}
