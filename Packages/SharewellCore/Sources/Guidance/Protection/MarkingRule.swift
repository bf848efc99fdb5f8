/// A kind of content that decides how a thing is marked.
public enum MarkedKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Published aggregates (§2.1).
    case publicInformation = "public-information"
    /// From an aggregate source that the guidance marks RESTRICTED (§3.3).
    case restrictedAggregate = "restricted-aggregate"
    /// General citizen data and finance systems (Figure 1).
    case generalCitizenData = "general-citizen-data"
    /// Personal information about a case (§2.1A).
    case personalInformation = "personal-information"
    /// Sensitive personal information, victims and witnesses included (§2.1B).
    case sensitiveInformation = "sensitive-information"
    /// Health records (Figure 1).
    case healthRecord = "health-record"
    /// Crime records (Figure 1).
    case crimeRecord = "crime-record"
    /// Assessments, profiles and other intelligence documents (§2.1D).
    case intelligenceProduct = "intelligence-product"
    /// Violent and sex offenders (Figure 1).
    case violentAndSexOffenders = "violent-and-sex-offenders"
    /// People on witness protection (Figure 1).
    case witnessProtection = "witness-protection"
}

/// The least marking of a thing that has one kind of content.
public struct MarkingRule: Sendable, Hashable, Encodable {
    /// The kind of content.
    public let content: MarkedKind
    /// In the guidance's words.
    public let title: String
    /// Where the guidance has it.
    public let section: String
    /// Identifier of the marking.
    public let marking: String
    /// Facts of the law, any of which says that a thing has that content.
    public let facts: [String]
}

/// Something that a thing to be marked contains.
public enum MarkedContent: Hashable, Sendable {
    /// Records of a type: its own marking, and the rule for its kind of information.
    case records(RecordTypeID)
    /// Something taken from an aggregate source.
    case aggregate(source: String)
    /// A kind of content.
    case kind(MarkedKind)
    /// A part that bears a marking already.
    case marked(String)
}

/// A marking that was computed, and why.
public struct ComputedMarking: Sendable, Hashable, Encodable {
    /// One ground.
    public struct Reason: Sendable, Hashable, Encodable {
        /// What it is that asks for a marking.
        public let content: String
        /// Identifier of the marking it asks for.
        public let marking: String
        /// Where the guidance has it; empty where the content is unknown.
        public let section: String
    }
    /// The highest that any part asks for.
    public let marking: Marking
    /// Every ground, the highest marking first, then by content.
    public let reasons: [Reason]
}

extension Rulebook {
    /// The kinds of content that facts of the law say a thing has.
    public func kinds(saidBy facts: [String: Bool]) -> [MarkedKind] {
        markingRules.filter { rule in rule.facts.contains { facts[$0] == true } }.map(\.content)
    }

    /// The marking of a thing from what it contains. Order and repetition of its contents change nothing; more of them never lower it.
    /// - Returns: the highest marking that any content asks for, and the lowest there is for a thing without content. Content that the
    ///   rulebook does not know gets the highest marking there is.
    public func marking(of contents: some Sequence<MarkedContent>) -> ComputedMarking {
        let known = Dictionary(markings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let lowest = markings.min { $0.level < $1.level } ?? .unknown
        let highest = markings.max { $0.level < $1.level } ?? .unknown
        let grounds = Set(contents.flatMap(grounds)).map { ground in
            (ground: ground, marking: ground.marking.flatMap { known[$0] } ?? highest)
        }
        let reasons = grounds.map {
            (
                level: $0.marking.level,
                reason: ComputedMarking.Reason(content: $0.ground.content, marking: $0.marking.id, section: $0.ground.section)
            )
        }.sorted { ($1.level, $0.reason.content, $0.reason.section) < ($0.level, $1.reason.content, $1.reason.section) }
        return ComputedMarking(
            marking: grounds.map(\.marking).max { $0.level < $1.level } ?? lowest, reasons: reasons.map(\.reason))
    }

    fileprivate struct Ground: Hashable {
        let content: String
        let marking: String?
        let section: String
    }

    private func grounds(_ content: MarkedContent) -> [Ground] {
        switch content {
        case .kind(let kind): return [ground(kind)]
        case .marked(let id):
            return [
                Ground(
                    content: marking(id).map { "a part marked \($0.id)" } ?? "a part with an unknown marking", marking: id,
                    section: marking(id)?.section ?? "")
            ]
        case .aggregate(let id):
            guard let source = aggregateSources.first(where: { $0.id == id }) else { return [.unknown("aggregate source")] }
            return [ground(source.restricted ? .restrictedAggregate : .publicInformation)]
        case .records(let id):
            guard let type = recordType(id) else { return [.unknown("record type")] }
            var grounds = [Ground(content: type.title, marking: type.marking, section: type.section)]
            switch type.information {
            case .personal: grounds.append(ground(.personalInformation))
            case .sensitive: grounds.append(ground(.sensitiveInformation))
            case .depersonalised: break
            }
            return grounds
        }
    }

    private func ground(_ kind: MarkedKind) -> Ground {
        guard let rule = markingRules.first(where: { $0.content == kind }) else { return .unknown("kind of content") }
        return Ground(content: rule.title, marking: rule.marking, section: rule.section)
    }
}

extension Rulebook.Ground {
    fileprivate static func unknown(_ what: String) -> Self { Self(content: "an unknown \(what)", marking: nil, section: "") }
}

extension Marking {
    /// Stands in where a rulebook has no markings at all, which loading refuses.
    fileprivate static let unknown = Marking(id: "UNKNOWN", title: "Unknown", section: "§2.1D", level: .max, explanation: "")
}
