/// The labels one expression gives, each under a small number.
struct LabelTable: Sendable {
    private(set) var labels: [String] = []
    private var numbers: [String: UInt32] = [:]

    mutating func number(_ label: String) -> UInt32 {
        if let known = numbers[label] { return known }
        let number = UInt32(labels.count)
        numbers[label] = number
        labels.append(label)
        return number
    }
}
