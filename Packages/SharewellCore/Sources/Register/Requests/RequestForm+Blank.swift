public import Guidance

extension RequestForm {
    /// A form to fill in for one record type, with every question, the fields there are, and what the law asks whoever makes a request.
    public static func blank(for type: RecordType, sources: [AgencyID], questions: [FormQuestions]) -> String {
        let isPersonal = type.information != .depersonalised
        var text = """
            # REQUEST FOR INFORMATION (guidance §4.3)
            # Fill in what stands after each colon, then:  sharewell request make FILE --as YOU
            # A line that begins with # explains the one below it. Your answers stay in the hub's ledger for good: name no
            # data subject anywhere but under persons, which is sealed. A filled-in form: docs/formats/request-form.md

            # 1. WHAT IS ASKED, AND OF WHOM

            """
        func ask(_ key: String, _ value: String = "", saying comment: String) {
            text += TextWrapping.paragraph(comment, indent: "# ") + "\(key):\(value.isEmpty ? "" : " \(value)")\n"
        }
        let others = sources.dropFirst().map(\.rawValue).joined(separator: ", ")
        ask("dataset", type.id.rawValue, saying: "\(type.title) (\(type.section)); \(type.information.rawValue) information.")
        ask(
            "source", sources.first?.rawValue ?? "",
            saying: "The agency whose information it is\(others.isEmpty ? "." : "; it could also be \(others).")")
        text += "\n# 2. WHAT IT IS FOR\n"
        ask("purpose", saying: "One of: performance-monitoring, intelligence, service-delivery (§2.3).")
        ask("why", saying: "Why the information helps the partnership, in one line (§4.2, Principle 1).")
        ask("benefit", saying: "What the agency that supplies it gets in return, in one line (§4.2, Principle 2).")
        ask("questions", saying: "What it should help to answer: one line each, each after a hyphen (§4.3.1).")
        text += "  -\n"
        ask(
            "definitions", "[]",
            saying: "What the words in the questions mean, if that was agreed, such as [\"burglary: of dwellings only\"]")
        ask("hypotheses", "[]", saying: "What you suppose, and what would test it, such as [{text: \"…\", datasets: [\(type.id)]}]")
        text += "\n# 3. THE LEAST THAT WILL DO (§4.2.3)\n"
        ask("fields", saying: "Strike out every line that the questions can be answered without.")
        let fields = type.fields.filter { !$0.supplementary }
        let widest = fields.map(\.name.count).max() ?? 0
        for field in fields {
            text += "  - \(field.name)\(String(repeating: " ", count: widest - field.name.count))   # \(field.title)\n"
        }
        ask("precision", saying: "How exactly you need to know where: exact, postcode, area or none.")
        ask("areas", "[]", saying: "ONS codes, such as [E05002199], if a part of the area is enough.")
        if type.period != nil {
            ask("from", saying: "First day, month or year of the records: 2026-01-31, 2026-01 or 2026.")
            ask("to", saying: "Last day, month or year.")
        }
        if isPersonal {
            ask(
                "persons", "[]",
                saying:
                    "References of the people it is about, as that agency knows them, such as [\"PPO0001\", \"PPO0002\"]. They are sealed.")
            ask("everyone", "no", saying: "yes only where no people can be named: then it is about every record of the agency.")
        }
        text += "\n# 4. WHO IS TO HAVE IT, HOW, AND UNTIL WHEN\n"
        ask("recipients", saying: "The people who are to have it, by their names in the hub, which sharewell person list shows.")
        text += "  -\n"
        ask("handler", saying: "Who answers for it and for its destruction.")
        ask("format", "csv", saying: "The file format wanted.")
        ask("needed-within", "10", saying: "Days within which it is needed.")
        ask("transfer", "hub", saying: "How it travels: hub, sealed-package, encrypted-container or removable-media (§4.3.4).")
        ask("destroy-by", saying: "Last day it may be kept, such as 2027-03-31 (§2.4.2.5).")
        return isPersonal ? text + law(questions) : text
    }

    /// The part that personal information alone needs.
    private static func law(_ questions: [FormQuestions]) -> String {
        var text = """

            # 5. THE LAW (§2.4)
            # Why the purpose cannot be served without it, in a sentence (Human Rights Act 1998, article 8).
            necessity:
            # Why no less would do, in a sentence (Human Rights Act 1998, article 8).
            proportionality:
            # Answer with yes or no. What you do not know stays unknown: the agency that holds it is asked, too, and
            # sharewell request assess says what is still open and who can say it.
            facts:

            """
        for (number, group) in questions.enumerated() {
            text += number == 0 ? "" : "\n"
            text += TextWrapping.paragraph(
                group.title + (group.oneIsEnough ? ": one yes is enough" : ""), indent: "  #    ", first: "  # == ")
            if let question = group.question { text += TextWrapping.paragraph(question, indent: "  # ") }
            for fact in group.facts {
                text += TextWrapping.paragraph(fact.words, indent: "  # ") + "  \(fact.name): unknown\n"
            }
        }
        return text
    }
}
