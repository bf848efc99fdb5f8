extension RulebookDecoder {
    mutating func readMarkingRules(_ top: EntryReader) {
        for var reader in top.maps("marking-rules", each: "marking rule", allowed: ["content", "title", "section", "marking", "facts"]) {
            let content = reader.choice("content", unless: MarkedKind?.none)
            if let content {
                reader.rename("marking rule \(content.rawValue)")
                if markingRules.contains(where: { $0.content == content }) {
                    reader.report(
                        "duplicate-id", line: reader.line(of: "content"), "There is another marking rule for \(content.rawValue).",
                        "Keep one of them.")
                }
            }
            let title = reader.text("title")
            let section = section(reader)
            let marking = reader.text("marking")
            if let marking { refer(.marking, marking, in: reader.file, by: reader.what) }
            if let content {
                markingRules.append(
                    MarkingRule(
                        content: content, title: title?.value ?? "", section: section, marking: marking?.value ?? "",
                        facts: reader.texts("facts", required: false).map(\.value)))
            }
        }
        // Once there are rules, content without one would be given the highest marking there is, which nobody meant.
        for kind in MarkedKind.allCases where !markingRules.contains(where: { $0.content == kind }) {
            top.report(
                "missing-marking-rule", line: top.line(of: "marking-rules"), "No marking rule is for \(kind.rawValue).",
                "Add one in this file.")
        }
    }

    private static let matrixKeys = [
        "title", "section", "source", "higher-markings", "sign-in", "registration", "networks", "devices", "notes", "levels",
    ]
    private static let levelKeys = [
        "impact", "marking", "also", "systems", "registration", "sign-in", "networks", "any-network", "access",
    ]

    mutating func readMatrix(_ top: EntryReader) {
        guard let reader = top.map("matrix", allowed: Self.matrixKeys) else { return }
        single(matrix != nil, reader, "matrix")
        let signIns = steps("sign-in", "way to sign in", reader)
        let registrations = steps("registration", "registration level", reader)
        let networks = steps("networks", "network", reader)
        let devices = reader.maps("devices", each: "device", allowed: ["id", "title", "external"]).map { device in
            let id = device.text("id")
            let title = device.text("title")
            // A device whose kind is not written down could be taken for one that no cell restrains.
            if !device.has("external") { _ = device.text("external") }
            return SuffolkMatrix.Device(
                id: id?.value ?? "", title: title?.value ?? "", external: device.flag("external", unless: true))
        }
        distinct(devices.map(\.id), "device", reader, "devices")
        let notes = reader.maps("notes", each: "note", allowed: ["number", "text"], required: false).map { note in
            SuffolkMatrix.Note(number: note.count("number")?.value ?? 0, text: note.text("text")?.value ?? "")
        }
        distinct(notes.map { String($0.number) }, "note", reader, "notes")
        let external = devices.filter(\.external).map(\.id)
        var used: Set<Int> = []
        let levels = reader.maps("levels", each: "level of the matrix", allowed: Self.levelKeys).map { start in
            var level = start
            let marking = level.text("marking")
            if let marking {
                level.rename("level \(marking.value) of the matrix")
                refer(.marking, marking, in: level.file, by: level.what)
            }
            let access = cells(level, external: external, notes: notes, used: &used)
            let any = level.flag("any-network")
            return SuffolkMatrix.Level(
                impact: level.texts("impact").map(\.value), marking: marking?.value ?? "",
                also: level.texts("also", required: false).map(\.value), systems: level.texts("systems").map(\.value),
                registration: step(level, "registration", among: registrations), signIn: step(level, "sign-in", among: signIns),
                networks: level.texts("networks", required: !any).map { self.known($0, "networks", in: level, among: networks) },
                anyNetwork: any, access: access)
        }
        distinct(levels.flatMap { [$0.marking] + $0.also + $0.impact }, "name of a level", reader, "levels")
        for note in notes where !used.contains(note.number) {
            reader.report(
                "unused-note", line: reader.line(of: "notes"), "No cell of the matrix has the note \(note.number).",
                "Name it in a cell, or remove it.")
        }
        checkOrder(levels, signIns, registrations, reader)
        matrix = SuffolkMatrix(
            title: reader.text("title")?.value ?? "", section: section(reader), source: reader.text("source")?.value ?? "",
            higherMarkings: reader.text("higher-markings")?.value ?? "", signIns: signIns, registrations: registrations, networks: networks,
            devices: devices, notes: notes, levels: levels)
        matrixPlace = (reader.file, reader.line(of: "levels"))
    }

    private func steps(_ key: String, _ name: String, _ reader: EntryReader) -> [SuffolkMatrix.Step] {
        let steps = reader.maps(key, each: name, allowed: ["id", "title"]).map {
            SuffolkMatrix.Step(id: $0.text("id")?.value ?? "", title: $0.text("title")?.value ?? "")
        }
        distinct(steps.map(\.id), name, reader, key)
        return steps
    }

    private func distinct(_ names: [String], _ what: String, _ reader: EntryReader, _ key: String) {
        var seen: Set<String> = []
        for name in names where !name.isEmpty && !seen.insert(name.lowercased()).inserted {
            reader.report(
                "duplicate-id", line: reader.line(of: key), "The matrix has two \(key) with the same \(what) \(Spelling.shown(name)).",
                "Give one of them another.")
        }
    }

    private func step(_ level: EntryReader, _ key: String, among steps: [SuffolkMatrix.Step]) -> String {
        level.text(key).map { known($0, key, in: level, among: steps) } ?? ""
    }

    private func known(_ found: Located<String>, _ key: String, in level: EntryReader, among steps: [SuffolkMatrix.Step]) -> String {
        if !steps.contains(where: { $0.id == found.value }) {
            let near = Spelling.nearest(to: found.value, among: steps.map(\.id)).map { "Did you mean \($0)? " } ?? ""
            level.report(
                "unknown-step", line: found.line,
                "\(key) of the \(level.what) names \(Spelling.shown(found.value)), which the matrix does not define.",
                "\(near)Name one of: \(steps.map(\.id).joined(separator: ", ")).")
        }
        return found.value
    }

    private func cells(_ level: EntryReader, external: [String], notes: [SuffolkMatrix.Note], used: inout Set<Int>)
        -> [String: SuffolkMatrix.Cell]
    {
        var cells: [String: SuffolkMatrix.Cell] = [:]
        for (name, text) in level.pairs("access") {
            guard external.contains(name.value) else {
                level.report(
                    "unknown-device", line: name.line,
                    "access of the \(level.what) names \(Spelling.shown(name.value)), which is no external device.",
                    "Name one of: \(external.joined(separator: ", ")).")
                continue
            }
            let words = text.value.split(separator: " ")
            let number = words.count == 2 ? Int(words[1]) : nil
            switch (words.first, number) {
            case ("Y", nil) where words.count == 1: cells[name.value] = .yes
            case ("N", nil) where words.count == 1: cells[name.value] = .no
            case ("Y", let number?) where notes.contains { $0.number == number }:
                cells[name.value] = .under(note: number)
                used.insert(number)
            case ("Y", .some):
                level.report(
                    "unknown-note", line: text.line, "access of the \(level.what) names a note that the matrix does not have.",
                    "Add it to notes, or name one of them.")
            default:
                level.report(
                    "unknown-value", line: text.line, "\(Spelling.shown(text.value)) is not a cell of the matrix.",
                    "Write Y, N, or Y and the number of a note.")
            }
        }
        for device in external where !level.pairs("access", required: false).contains(where: { $0.name.value == device }) {
            level.report(
                "missing-cell", line: level.line(of: "access"), "access of the \(level.what) has no cell for \(device).",
                "Write Y or N for it.")
        }
        return cells
    }

    /// A level never asks less than the next lower one: what is safe enough for the higher must be for the lower.
    private func checkOrder(
        _ levels: [SuffolkMatrix.Level], _ signIns: [SuffolkMatrix.Step], _ registrations: [SuffolkMatrix.Step], _ reader: EntryReader
    ) {
        func rank(_ id: String, _ steps: [SuffolkMatrix.Step]) -> Int? { steps.firstIndex { $0.id == id } }
        for (higher, lower) in zip(levels, levels.dropFirst()) {
            let pairs = [
                ("sign-in", rank(higher.signIn, signIns), rank(lower.signIn, signIns)),
                ("registration", rank(higher.registration, registrations), rank(lower.registration, registrations)),
            ]
            for case (let key, let high?, let low?) in pairs where high < low {
                reader.report(
                    "weaker-than-lower-level", line: reader.line(of: "levels"),
                    "The level \(higher.marking) asks for less \(key) than the level \(lower.marking), which stands below it.",
                    "Write the levels from the highest marking, and the lists from the weakest.")
            }
        }
    }

    /// Every marking has its level, and the levels stand in the order of the markings.
    func checkMatrix() {
        guard let matrix, let place = matrixPlace else { return }
        for marking in markings where !marking.id.isEmpty && !matrix.levels.contains(where: { $0.marking == marking.id }) {
            log.report(
                "marking-without-level", place.file, place.line, "The matrix has no level for the marking \(Spelling.shown(marking.id)).",
                "Add one: without it nobody may reach what is so marked.")
        }
        let ranks = matrix.levels.compactMap { level in markings.first { $0.id == level.marking }?.level }
        if zip(ranks, ranks.dropFirst()).contains(where: { $0 <= $1 }) {
            log.report(
                "levels-out-of-order", place.file, place.line,
                "The levels of the matrix do not run from the highest marking to the lowest.",
                "Put them in the order of the markings' levels, each marking once.")
        }
    }

    mutating func readStorageHierarchy(_ top: EntryReader) {
        guard let reader = top.map("storage-hierarchy", allowed: ["section", "always", "options"]) else { return }
        single(storageHierarchy != nil, reader, "storage-hierarchy")
        let section = section(reader)
        let always = reader.text("always")
        let options = reader.maps("options", each: "way to store", allowed: ["id", "title", "explanation"]).map {
            StorageHierarchy.Option(
                id: $0.identifier("id")?.value ?? "", title: $0.text("title")?.value ?? "", explanation: $0.text("explanation")?.value ?? ""
            )
        }
        distinct(options.map(\.id), "way to store", reader, "options")
        storageHierarchy = StorageHierarchy(section: section, always: always?.value ?? "", options: options)
    }
}
