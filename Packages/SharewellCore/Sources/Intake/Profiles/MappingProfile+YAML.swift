internal import Guidance

extension MappingProfile {
    /// The profile as a file that `load` reads, for a supplier to save as `profile.yaml` and correct.
    public var yaml: String {
        var lines = ["name: \(Self.quoted(name))", "title: \(Self.quoted(title))", "datasets: \(Self.list(datasets.map(\.rawValue)))"]
        if !suppliedBy.isEmpty { lines.append("supplied-by: \(Self.list(suppliedBy))") }
        lines.append("fields:")
        for mapping in fields { lines += mapping.yamlLines }
        if !places.isEmpty {
            lines.append("places:")
            for place in places {
                lines.append(
                    "  - {group: \(place.group), longitude: \(Self.quoted(place.longitude)), latitude: \(Self.quoted(place.latitude))}")
            }
        }
        switch coordinateMethod {
        case .unknown: break
        case .exact: lines.append("coordinates: {made: exact}")
        case .postcode: lines.append("coordinates: {made: postcode}")
        case .snapped(let addresses): lines.append("coordinates: {made: snapped, at-least: \(addresses)}")
        case .rounded(let metres): lines.append("coordinates: {made: rounded, metres: \(metres)}")
        }
        if !ignored.isEmpty {
            lines.append("ignored:")
            lines += ignored.map { "  - \(Self.quoted($0))" }
        }
        if !caveats.isEmpty {
            lines.append("caveats:")
            lines += caveats.map { "  - \(Self.quoted($0))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }

    /// In double quotes unless it is a plain word or words.
    static func quoted(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } == true && text.utf8.last != 0x20
            && text.utf8.allSatisfy {
                ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x2D || $0 == 0x5F
            }
            && !["true", "false", "yes", "no", "null", "on", "off", "y", "n"].contains(WordKey.plain(text.utf8))
        if isPlain { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}

extension FieldMapping {
    var yamlLines: [String] {
        var lines = ["  - field: \(field)"]
        func add(_ key: String, _ value: String) { lines.append("    \(key): \(value)") }
        if headers.count == 1 { add("header", MappingProfile.quoted(headers[0])) }
        if headers.count > 1 {
            add("headers", MappingProfile.list(headers))
            let joint = WordKey.plain(joiner.utf8)
            if !joint.isEmpty { add("joiner", MappingProfile.quoted(joint)) }
        }
        if !either.isEmpty { add("either", MappingProfile.list(either)) }
        if let constant { add("constant", MappingProfile.quoted(constant)) }
        if !needed { add("needed", "false") }
        if !codes.isEmpty {
            let pairs = codes.sorted { $0.key < $1.key }.map { "\(MappingProfile.quoted($0.key)): \(MappingProfile.quoted($0.value))" }
            add("codes", "{" + pairs.joined(separator: ", ") + "}")
        }
        if !missing.isEmpty { add("missing", MappingProfile.list(missing)) }
        if !strip.isEmpty { add("strip", MappingProfile.list(strip)) }
        if !yes.isEmpty { add("yes", MappingProfile.list(yes)) }
        if !no.isEmpty { add("no", MappingProfile.list(no)) }
        if dateOrder != .dayFirst { add("date-order", dateOrder.rawValue) }
        if serialDates { add("serial-dates", "true") }
        return lines
    }
}
