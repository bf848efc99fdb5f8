extension RulebookDecoder {
    mutating func readSmallNumbers(_ top: EntryReader) {
        guard let reader = top.map("small-numbers", allowed: ["threshold", "rounding", "source"]) else { return }
        single(smallNumbers != nil, reader, "small-numbers")
        let threshold = reader.count("threshold"), rounding = reader.count("rounding")
        _ = reader.text("source")
        guard let threshold, let rounding else { return }
        guard let rule = SmallNumberRule(recorded: threshold.value, rounding: rounding.value) else {
            reader.report(
                "rule-does-not-fit", line: threshold.line, "The threshold of small-numbers is no multiple of its rounding.",
                "Write two numbers from 1 to 1000, the threshold a multiple of the rounding.")
            return
        }
        smallNumbers = rule
    }
}
