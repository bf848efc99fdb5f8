import Guidance
import Register

/// Refusals of late. What is refused again and again, as to somebody who tries one number after the other, does not fill the ledger, which every
/// hub that is opened later folds: the first few of a kind in a minute stand there each, the rest as one event that says how many.
struct RepeatedRefusals {
    /// Those of a kind that are told one by one, in a minute.
    static let toldEach = 5
    /// Milliseconds.
    static let minute: Int64 = 60_000

    private struct Kind: Hashable {
        let by: String
        let action: Action
        let code: Refusal.Code
    }
    private struct Run {
        let since: Moment
        var told = 0, further = 0
        /// Of those not told: the record type of all of them, if it is one.
        var dataset: RecordTypeID?
    }
    private var runs: [Kind: Run] = [:]

    /// Takes one in; what is to be recorded now.
    mutating func take(_ refused: ActionRefused, at now: Moment) -> [ActionRefused] {
        var due = over(at: now)
        let kind = Kind(by: refused.by, action: refused.action, code: refused.code)
        var run = runs[kind] ?? Run(since: now)
        if run.told < Self.toldEach {
            run.told += 1
            due.append(refused)
        } else {
            if run.further == 0 { run.dataset = refused.dataset } else if run.dataset != refused.dataset { run.dataset = nil }
            run.further = min(run.further + 1, ActionRefused.mostTimes)
        }
        runs[kind] = run
        return due
    }

    /// What is to be recorded of minutes that are over.
    mutating func over(at now: Moment) -> [ActionRefused] {
        let over = runs.filter { now.milliseconds - $0.value.since.milliseconds >= Self.minute }
        for kind in over.keys { runs[kind] = nil }
        return over.filter { $0.value.further > 0 }.sorted { $0.value.since < $1.value.since }.map { kind, run in
            ActionRefused(by: kind.by, action: kind.action, dataset: run.dataset, code: kind.code, times: run.further)
        }
    }
}
