internal import Guidance
internal import Tables

/// Finds for each header the field it most likely fills.
struct ProposalMaker {
    struct Candidate {
        let column: Int
        let field: Int
        let score: Double
        let likeness: Double
        let share: Double?
    }
    let recordType: RecordType
    let headers: [String]
    let samples: ParsedTable?
    let codeList: (String) -> CodeList?
    let today: Int
    /// Below this a header is left alone.
    private static let least = 0.45

    /// Of each column.
    var evidence: [ColumnEvidence] {
        headers.indices.map { column in
            ColumnEvidence(
                samples.flatMap { $0.columns.indices.contains(column) ? $0.columns[column] : nil }, rowCount: samples?.rowCount ?? 0,
                today: today)
        }
    }

    func make() -> ProfileProposal {
        let evidence = evidence
        let words = headers.map(HeaderWords.init)
        var chosen: [Int: Candidate] = [:]
        // Profiles find columns by their headers: what this one would be taken for, the one before it with that header would be.
        var taken = MappingProfile.unread(headers)
        for candidate in candidates(words, evidence) where chosen[candidate.field] == nil && !taken.contains(candidate.column) {
            chosen[candidate.field] = candidate
            taken.insert(candidate.column)
        }
        let places = degrees(words, evidence, &chosen, &taken)
        splitTimestamps(evidence, &chosen)
        return proposal(chosen, places, evidence, addressColumns(words, chosen, taken))
    }

    /// Best first.
    func candidates(_ words: [HeaderWords], _ evidence: [ColumnEvidence]) -> [Candidate] {
        var found: [Candidate] = []
        for (position, field) in recordType.fields.enumerated() {
            let names = [HeaderWords(field.name), HeaderWords(Self.withoutBrackets(field.title))]
            let list = field.codeList.flatMap(codeList)
            for column in headers.indices {
                let exact =
                    WordKey.loose(headers[column].utf8) == WordKey.loose(field.name.utf8)
                    || WordKey.loose(headers[column].utf8) == WordKey.loose(field.title.utf8)
                var likeness = exact ? 1 : names.map { words[column].likeness(to: $0) }.max() ?? 0
                likeness = max(likeness, Self.byType(field, words[column], recordType))
                guard likeness >= 0.4 else { continue }
                let share = evidence[column].share(fitting: field, list)
                if let share, share < 0.3, !exact { continue }
                found.append(
                    Candidate(
                        column: column, field: position, score: likeness * 0.7 + (share ?? 0.5) * 0.3, likeness: likeness, share: share))
            }
        }
        return found.filter { $0.score >= Self.least }.sorted {
            ($1.score, $0.field, $0.column) < ($0.score, $1.field, $1.column)
        }
    }

    /// What a bare word such as `Date`, `Postcode` or `E` can only mean where the record type has one main date, or one place.
    private static func byType(_ field: Field, _ words: HeaderWords, _ recordType: RecordType) -> Double {
        guard let word = words.words.last, words.words.count <= 2 else { return 0 }
        let isPart = !words.isDisjoint(with: Self.partsOfAddresses)
        let isOnly = words.words.count == 1
        let ofMainPlace = field.place.map { $0.group == recordType.place ?? recordType.placeGroups.first } ?? false
        switch field.type {
        case .date: return field.name == recordType.period && word == "date" ? (isOnly ? 0.8 : 0.6) : 0
        case .time: return field.name == recordType.time && word == "time" ? (isOnly ? 0.8 : 0.6) : 0
        case .reference: return !isPart && field.name == recordType.reference?.name && word == "reference" ? (isOnly ? 0.75 : 0.65) : 0
        case .postcode: return ofMainPlace && words.words.contains("postcode") ? 0.8 : 0
        case .easting: return ofMainPlace && (word == "easting" || word == "e") ? 0.8 : 0
        case .northing: return ofMainPlace && (word == "northing" || word == "n") ? 0.8 : 0
        case .address:
            return !ofMainPlace ? 0 : word == "address" ? 0.75 : words.isDisjoint(with: ["street", "road", "thoroughfare"]) ? 0 : 0.6
        case .area: return ofMainPlace && words.words.contains("area") ? 0.7 : 0
        default: return 0
        }
    }

    private func degrees(
        _ words: [HeaderWords], _ evidence: [ColumnEvidence], _ chosen: inout [Int: Candidate], _ taken: inout Set<Int>
    ) -> [PlaceMapping] {
        let unread = MappingProfile.unread(headers), read = headers.indices.filter { !unread.contains($0) }
        guard let group = recordType.place ?? recordType.placeGroups.first,
            let longitude = read.first(where: {
                words[$0].words.contains("longitude") || (words[$0].words.last == "easting" && evidence[$0].isDegrees(-9.5...2.5))
            }),
            let latitude = read.first(where: {
                words[$0].words.contains("latitude") || (words[$0].words.last == "northing" && evidence[$0].isDegrees(49...61.5))
            }), evidence[longitude].count == 0 || evidence[latitude].count == 0 || evidence[latitude].isDegrees(-10...62)
        else { return [] }
        let grid = recordType.fields.indices.filter {
            recordType.fields[$0].place?.group == group && [.easting, .northing].contains(recordType.fields[$0].type)
        }
        if grid.contains(where: { chosen[$0].map { $0.column != longitude && $0.column != latitude } ?? false }) { return [] }
        for field in grid { chosen[field] = nil }
        taken.formUnion([longitude, latitude])
        return [PlaceMapping(group: group, longitude: headers[longitude], latitude: headers[latitude])]
    }

    /// A date's column that has times in it fills the time field as well, where nothing else does.
    private func splitTimestamps(_ evidence: [ColumnEvidence], _ chosen: inout [Int: Candidate]) {
        for (position, field) in recordType.fields.enumerated() where field.type == .date {
            guard let date = chosen[position], evidence[date.column].isTimestamp else { continue }
            let name = field.name == recordType.period ? recordType.time : nil
            let time = field.name.hasSuffix("date") ? String(field.name.dropLast(4)) + "time" : nil
            guard let other = recordType.fields.firstIndex(where: { $0.type == .time && ($0.name == name || $0.name == time) }),
                chosen[other] == nil
            else {
                continue
            }
            chosen[other] = Candidate(column: date.column, field: other, score: date.score, likeness: date.likeness, share: 1)
        }
    }

    /// Words of columns that are only part of an address.
    private static let partsOfAddresses: Set<String> = [
        "house", "flat", "building", "street", "road", "town", "city", "village", "locality", "line", "premise", "thoroughfare",
    ]

    /// Where the main address is in several columns, all of them in file order.
    private func addressColumns(_ words: [HeaderWords], _ chosen: [Int: Candidate], _ taken: Set<Int>) -> (field: Int, columns: [Int])? {
        guard let group = recordType.place ?? recordType.placeGroups.first,
            let field = recordType.fields.firstIndex(where: { $0.type == .address && $0.place?.group == group }), let first = chosen[field]
        else { return nil }
        let others = headers.indices.filter { !taken.contains($0) && !words[$0].isDisjoint(with: Self.partsOfAddresses) }
        return others.isEmpty ? nil : (field, (others + [first.column]).sorted())
    }

    private func proposal(
        _ chosen: [Int: Candidate], _ places: [PlaceMapping], _ evidence: [ColumnEvidence], _ address: (field: Int, columns: [Int])?
    ) -> ProfileProposal {
        var mappings: [FieldMapping] = []
        var reasons: [ProfileProposal.Reason] = []
        for (position, field) in recordType.fields.enumerated() {
            guard let candidate = chosen[position] else { continue }
            var mapping = FieldMapping(field: field.name)
            mapping.headers = [headers[candidate.column]]
            if let address, address.field == position {
                mapping.headers = address.columns.map { headers[$0] }
                mapping.joiner = ", "
            }
            if field.type == .date {
                if evidence[candidate.column].isMonthFirst { mapping.dateOrder = .monthFirst }
                if evidence[candidate.column].dateReadings?.only == .yearFirst { mapping.dateOrder = .yearFirst }
            }
            mappings.append(mapping)
        }
        let unread = MappingProfile.unread(headers)
        var ignored: [String] = []
        for (column, header) in headers.enumerated() {
            if unread.contains(column) {
                reasons.append(
                    ProfileProposal.Reason(
                        header: header, field: nil, confidence: 0,
                        why: "It has no header of its own, by which columns are found; it is left out."))
            } else if let place = places.first(where: { $0.longitude == header || $0.latitude == header }) {
                reasons.append(
                    ProfileProposal.Reason(
                        header: header, field: "\(place.group) place", confidence: 0.9, why: "Degrees of the \(place.group)."))
            } else if let candidate = chosen.values.filter({ $0.column == column }).max(by: { $0.score < $1.score }) {
                let field = recordType.fields[candidate.field]
                reasons.append(
                    ProfileProposal.Reason(
                        header: header, field: field.name, confidence: candidate.score, why: Self.words(candidate.likeness, candidate.share)
                    ))
            } else if let address, address.columns.contains(column) {
                reasons.append(
                    ProfileProposal.Reason(
                        header: header, field: recordType.fields[address.field].name, confidence: 0.6,
                        why: "Part of the address; joined in file order."))
            } else {
                reasons.append(
                    ProfileProposal.Reason(
                        header: header, field: nil, confidence: 0, why: "No field of the standard is like it; it is left out."))
                ignored.append(header)
            }
        }
        let profile = MappingProfile(
            name: "proposed-\(recordType.id)", title: "Proposed for \(recordType.title)", datasets: [recordType.id], fields: mappings,
            places: places, ignored: ignored)
        return ProfileProposal(profile: profile, confidence: confidence(chosen, places), reasons: reasons)
    }

    /// Weighs what matters most: reference, date, kind and place of the record; then how many of the file's columns found a field.
    private func confidence(_ chosen: [Int: Candidate], _ places: [PlaceMapping]) -> Double {
        var weight = 0.0
        var sum = 0.0
        for (position, field) in recordType.fields.enumerated() where !field.supplementary {
            let isKey = field.name == recordType.reference?.name || field.name == recordType.period || field.type == .code
            let own = isKey ? 3.0 : 1.0
            weight += own
            if let candidate = chosen[position] {
                sum += own * min(1, candidate.score)
            } else if let place = field.place, places.contains(where: { $0.group == place.group }),
                field.type == .easting || field.type == .northing
            {
                sum += own * 0.9
            }
        }
        let columns = Set(chosen.values.map(\.column)).count + places.count * 2
        let used = headers.isEmpty ? 0 : Double(columns) / Double(headers.count)
        return weight == 0 ? 0 : min(1, 0.65 * sum / weight + 0.35 * min(1, used))
    }

    private static func words(_ likeness: Double, _ share: Double?) -> String {
        let name =
            likeness >= 0.99
            ? "The header is the field's name"
            : likeness >= 0.7 ? "The header is like the field's name" : "The header has something of the field's name"
        guard let share else { return name + "; there are no values to go by." }
        return share >= 0.9
            ? name + ", and the values fit." : share >= 0.5 ? name + "; most values fit." : name + ", but few values fit: look at it."
    }

    private static func withoutBrackets(_ title: String) -> String { String(title.prefix { $0 != "(" && $0 != "–" }) }
}
