import Archive
import Register

/// The form in which a person may name a reference (rule 6, decision 10).
///
/// References are sealed as supplied, and many are numbered one after another. Who could ask by them could find out what stands behind the
/// keyed form of an extract by counting up. So only the agency whose references they are asks by the reference itself; everybody else asks by
/// the keyed form that they see in what they are given.
struct ReferenceForm: Sendable {
    private let keys: RecipientKeys
    private let held: HeldRecords
    private let known: KeyedReferences
    /// True if every supply that is asked is the asker's own agency's.
    private let isOwn: Bool

    /// For the people whose agency reads those records.
    init(over held: HeldRecords, keys: RecipientKeys, hub: Hub) {
        self.keys = keys
        self.held = held
        known = hub.references
        isOwn = held.supplies.allSatisfy { $0.taken.agency == held.reader }
    }

    /// The tests that find records under any of those references.
    func tests(of field: String, _ values: [String]) throws -> [SegmentQuery.Test] {
        let keyed = Set(values.filter(Self.isKeyed))
        if keyed.isEmpty, isOwn || values.allSatisfy(\.isEmpty) { return [.anyOf(values)] }
        guard isOwn || values.allSatisfy({ $0.isEmpty || keyed.contains($0) }) else {
            throw Refusal(
                .keyedReference,
                "Not all records asked for are your own agency's: \(field) cannot be named as the supplier wrote it (rule 6).",
                remedy:
                    "Give the keyed form, 32 hexadecimal digits, that stands in your extracts and in query --show; or ask the supplying agency."
            )
        }
        let plain = isOwn ? values : values.filter(\.isEmpty)
        let behind = try known.references(under: keyed, of: field, in: held, keys: keys)
        let typed = Set(plain.map { $0.lowercased() }), keys = keys
        // The archive's index finds the references; another that differs in case alone has another keyed form.
        return [
            .anyOf(plain + behind),
            .satisfies { value in typed.contains(value.lowercased()) || keyed.contains(keys.keyed(value, of: field)) },
        ]
    }

    /// Refuses to find references by a part of them, which would spell them out one character after another.
    func checkSearch(of field: String) throws(Refusal) {
        guard isOwn else {
            throw Refusal(
                .keyedReference, "Not all records asked for are your own agency's: \(field) cannot be searched by part of it (rule 6).",
                remedy: "Give the whole keyed form, 32 hexadecimal digits, that stands in your extracts and in query --show.")
        }
    }

    private static func isKeyed(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
