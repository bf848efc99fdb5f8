import Guidance

/// The smallest rulebook that loads, to be broken in one place at a time.
enum SmallRulebook {
    static let book = """
        rulebook: {id: small, title: Small, source: Typed for tests}
        markings:
          - {id: RESTRICTED, title: Restricted, section: §2.1D, level: 2, explanation: For few}
        agency-classes:
          - id: police-force
            title: Police force
            section: §2.2.1
            groups: [responsible-authority]
        aggregate-sources:
          - id: census
            title: Census
            section: §3.3.12
            source: ONS
            restricted: false
            explanation: Counts
        metadata-form:
          title: Form
          section: §3.4
          reminder: Restricted
          entries:

        """
        + MetadataStatement.keys.map {
            "    - {key: \($0), item: 1, title: T, explanation: E, shape: \(shapes[$0] ?? "text"), required: \($0 == "agency")}\n"
        }.joined()

    private static let shapes = [
        "record-count": "count", "period-from": "date", "period-to": "date", "date-supplied": "date", "fields": "list",
        "explanations": "table", "caveats": "list", "coding-systems": "table",
    ]

    static let lists = """
        code-lists:
          - id: colours
            title: Colours
            source: Nobody
            open: false
            codes: |
              R | Red | Warm | rouge; rot | sensitive
              G | Green
              B | Blue | Cold

        """

    static let dataset = """
        dataset:
          id: things
          title: Things
          section: §3.2.1
          sources: [police-force]
          priority: core
          information: depersonalised
          marking: RESTRICTED
          explanation: Things that happen
        record-types:
          - id: thing
            title: A thing
            explanation: One record each
            period: day
            time: clock
            place: scene
            places: {scene: scene}
            linked: [other-thing]
            fields:
              - name: number
                title: Number
                explanation: Own number
                type: reference
              - name: colour
                title: Colour
                explanation: Its colour
                type: code
                role: plain
                code-list: colours
              - name: day
                title: Day
                explanation: When
                type: date
                role: plain
              - name: clock
                title: Clock
                explanation: When
                type: time
                role: plain
              - name: who
                title: Who
                explanation: Whose it is
                type: text
                role: direct
              - name: told
                title: Told
                explanation: What was said
                type: free-text
                role: plain
              - name: spot
                title: Spot
                explanation: Where
                type: address
                place: scene
          - id: other-thing
            title: Another thing
            explanation: One record each
            linked: [thing]
            fields:
              - name: number
                title: Number
                explanation: The thing's number
                type: reference
              - name: age
                title: Age
                explanation: Of its owner
                type: age

        """

    static func files(book: String = book, lists: String = lists, dataset: String = dataset) -> [RulebookFile] {
        [
            RulebookFile(path: "book.yaml", text: book), RulebookFile(path: "lists.yaml", text: lists),
            RulebookFile(path: "things.yaml", text: dataset),
        ]
    }

    static func faults(_ files: [RulebookFile]) -> [RulebookFault] {
        do {
            _ = try Rulebook.load(files: files)
            return []
        } catch { return error.faults }
    }
}
