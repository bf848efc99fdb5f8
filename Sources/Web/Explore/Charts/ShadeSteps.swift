/// Steps of a shaded map, five at most: each holds about as many areas as another (quantiles), so that one place with many records does not leave all
/// the others alike.
struct ShadeSteps: Equatable {
    /// The largest number of each step, ascending.
    let tops: [Int]
    private let least: Int

    /// Numbers of records, in any order; those below one have no step.
    init(_ numbers: [Int]) {
        let sorted = numbers.filter { $0 > 0 }.sorted()
        var tops: [Int] = []
        for step in 1...5 where !sorted.isEmpty {
            let top = sorted[(sorted.count * step + 4) / 5 - 1]
            if top != tops.last { tops.append(top) }
        }
        self.tops = tops
        least = sorted.first ?? 0
    }

    /// What each step holds, of numbers that are multiples of `rounding`.
    func ranges(rounding: Int) -> [ClosedRange<Int>] {
        tops.indices.map { step in
            let bottom = step == 0 ? least : tops[step - 1] + max(1, rounding)
            return min(bottom, tops[step])...tops[step]
        }
    }

    /// 0 for no records or a number that is not shown, else the step from 1.
    func step(of number: Int?) -> Int {
        guard let number, number > 0 else { return 0 }
        return (tops.firstIndex { number <= $0 } ?? tops.count - 1) + 1
    }
}
