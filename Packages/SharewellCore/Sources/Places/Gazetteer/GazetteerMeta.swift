/// What a gazetteer image says of itself: tab-separated texts.
struct GazetteerMeta {
    var unitCount = 0
    var threshold = 4
    var sources: [PlacesSource] = []
    var levels: [AreaLevel] = []
    var sets: [AreaSetName] = []

    init() {}

    init(_ texts: ImageTexts) throws(ImageFault) {
        for index in 0..<texts.count {
            let parts = texts[index].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch (parts.first, parts.count) {
            case ("units", 2): unitCount = Int(parts[1]) ?? -1
            case ("threshold", 2): threshold = Int(parts[1]) ?? 0
            case ("source", 5): sources.append(PlacesSource(kind: parts[1], version: parts[2], digest: parts[3], count: Int(parts[4]) ?? 0))
            case ("level", 2): levels.append(AreaLevel(rawValue: parts[1]))
            case ("set", 3): sets.append(AreaSetName(AreaLevel(rawValue: parts[1]), vintage: parts[2]))
            default: throw ImageFault(.structure, "The gazetteer's description of itself is not understood.")
            }
        }
        guard unitCount >= 0, threshold > 0, levels.count <= 100, sets.count <= 100 else {
            throw ImageFault(.structure, "The gazetteer's description of itself is not understood.")
        }
    }

    var texts: [String] {
        ["units\t\(unitCount)", "threshold\t\(threshold)"]
            + sources.map { "source\t\(clean($0.kind))\t\(clean($0.version))\t\(clean($0.digest))\t\($0.count)" }
            + levels.map { "level\t\(clean($0.rawValue))" } + sets.map { "set\t\(clean($0.level.rawValue))\t\(clean($0.vintage))" }
    }

    private func clean(_ text: String) -> String { String(text.prefix(200).map { $0 < " " ? " " : $0 }) }
}
