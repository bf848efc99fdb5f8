extension MappingProfile {
    /// How well a file's headers fit, from 0 to 1: 1 when every header the profile needs is there and every header of the file is known to it.
    /// Below 0.75 a file is not of this form.
    public func fit(headers: [String]) -> Double {
        let index = HeaderIndex(headers)
        guard index.count > 0 else { return 0 }
        let missing = missingHeaders(index)
        var wanted = 0
        var present = 0
        for mapping in fields where mapping.constant == nil {
            for header in mapping.headers.isEmpty ? Array(mapping.either.prefix(1)) : mapping.headers {
                wanted += 1
                present += index[header] != nil || mapping.either.contains { index[$0] != nil } ? 1 : 0
            }
        }
        for place in places {
            wanted += 2
            present += (index[place.longitude] == nil ? 0 : 1) + (index[place.latitude] == nil ? 0 : 1)
        }
        guard wanted > 0, present > 0 else { return 0 }
        let known = Set(self.headers.map(HeaderIndex.key))
        let own = headers.filter { known.contains(HeaderIndex.key($0)) }.count
        let score = 0.7 * Double(present) / Double(wanted) + 0.3 * Double(own) / Double(headers.count)
        return missing.isEmpty ? score : min(score, 0.7)
    }

    /// Headers without which a file is not of this form, and that it does not have.
    func missingHeaders(_ index: HeaderIndex) -> [String] {
        var missing: [String] = []
        for mapping in fields where mapping.needed && mapping.constant == nil {
            missing += mapping.headers.filter { index[$0] == nil }
            if !mapping.either.isEmpty, !mapping.either.contains(where: { index[$0] != nil }) {
                missing.append(mapping.either.joined(separator: " or "))
            }
        }
        for place in places { missing += [place.longitude, place.latitude].filter { index[$0] == nil } }
        return missing
    }
}
