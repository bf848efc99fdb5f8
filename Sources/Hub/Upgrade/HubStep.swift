import Foundation
import Register

/// What it takes to bring a hub from one format to the next.
///
/// Its changes of files are made first, and have to be such that the program of before could still use the hub, and that making them again does
/// no harm: a crash may come after any of them. Then the ledger's file gets the new format and the event of it in one transaction: before it the
/// hub is the old one, after it the new one.
struct HubStep: Sendable {
    /// The format it starts from; it leads to the next.
    let from: Int
    /// What it does, for people.
    let what: String
    /// Changes of files, in their order.
    var changes: [@Sendable (HubFolder) throws -> Void] = []

    /// Every step there has been, oldest first: one for each format but the newest.
    static let all = [
        HubStep(
            from: 1,
            what:
                "The ledger's file states the hub's format, so that programs from before the browser's face, which would take what it keeps for leftovers, leave the hub alone."
        )
    ]
}

extension HubError {
    /// The hub has to be upgraded first.
    static func olderFormat(_ format: Int, of folder: HubFolder) -> HubError {
        HubError(
            .setUp, code: "hub-of-older-format",
            "The hub in \(folder.root.path) has format \(format); this program works on format \(HubFormat.current). Nothing was changed.",
            remedy:
                "Stop what serves it, then: sharewell upgrade, which takes a backup first. Until then the program of before goes on working."
        )
    }
}
