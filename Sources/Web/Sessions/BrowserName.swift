/// A browser in plain words, as far as what it calls itself lets them be told: what says more than browsers do, or less, is none that is known.
/// Anybody can call themselves anything: it is for a person to recognise their own, and nothing is decided by it.
struct BrowserName: Sendable, Hashable {
    /// In the order they are looked for: most call themselves by the names of others besides.
    enum Browser: String, Sendable, CaseIterable {
        case edge, opera, samsung, firefox, chromium, chrome, safari

        fileprivate var products: Set<Substring> {
            switch self {
            case .edge: ["Edg", "EdgA", "EdgiOS", "Edge"]
            case .opera: ["OPR"]
            case .samsung: ["SamsungBrowser"]
            case .firefox: ["Firefox", "FxiOS"]
            case .chromium: ["Chromium"]
            case .chrome: ["Chrome", "CriOS"]
            case .safari: ["Safari"]
            }
        }
    }
    /// What it runs on, likewise.
    enum System: String, Sendable, CaseIterable {
        case windows, android, iphone, ipad, chromeos, mac, linux

        fileprivate var marks: [String] {
            switch self {
            case .windows: ["Windows NT "]
            case .android: ["Android"]
            case .iphone: ["iPhone"]
            case .ipad: ["iPad"]
            case .chromeos: ["CrOS"]
            case .mac: ["Macintosh"]
            case .linux: ["Linux", "X11"]
            }
        }
    }
    let browser: Browser?
    let system: System?

    /// By the header User-Agent.
    init(_ header: String) {
        let text = String(header.prefix(Self.longest))
        var products: [Substring] = [], remark = "", depth = 0, word = text.startIndex
        func end(_ place: String.Index) {
            if depth == 0, let name = text[word..<place].split(separator: "/", maxSplits: 1).first { products.append(name) }
        }
        for place in text.indices {
            switch text[place] {
            case "(":
                end(place)
                depth += 1
            case ")": depth = max(0, depth - 1)
            case " ": end(place)
            default:
                if depth > 0 { remark.append(text[place]) }
                continue
            }
            if depth > 0, text[place] == " " { remark.append(" ") }
            word = text.index(after: place)
        }
        end(text.endIndex)
        let said = Set(products)
        browser = said.isSubset(of: Self.known) ? Browser.allCases.first { !$0.products.isDisjoint(with: said) } : nil
        system = System.allCases.first { system in system.marks.contains { remark.contains($0) } }
    }

    private static let longest = 400
    /// What browsers say of themselves besides their names.
    private static let known = Browser.allCases.reduce(into: Set<Substring>(["Mozilla", "AppleWebKit", "Gecko", "Version", "Mobile"])) {
        $0.formUnion($1.products)
    }

    /// For people.
    func words(_ texts: Texts) -> String {
        let name = texts("browser.\(browser?.rawValue ?? "unknown")")
        return system.map { texts("browser.named", ["browser": name, "system": texts("browser.\($0.rawValue)")]) } ?? name
    }
}
