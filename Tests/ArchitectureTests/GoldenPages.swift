import Foundation
import Testing

/// Dangerous things as reviewed text: pages made from the sources and compared with what is in the repository.
/// `make docs` writes them (SHAREWELL_WRITE_PAGES=1); a difference fails here until somebody has looked at it.
@Suite("Pages made from the sources")
struct GoldenPages {
    let tree: SourceTree

    init() throws { tree = try SourceTree.load() }

    @Test("every use of unsafe memory or unchecked concurrency is on the page of allowances")
    func unsafeAllowances() throws { try compare("unsafe-allowances.md", with: UnsafeAllowances.page(of: tree)) }

    @Test("every code of a finding, refusal or error is on the page of codes")
    func codes() throws { try compare("codes.md", with: CodesPage.page(of: tree)) }

    private func compare(_ name: String, with made: String) throws {
        let file = tree.root.appending(path: "docs/reference/\(name)")
        if ProcessInfo.processInfo.environment["SHAREWELL_WRITE_PAGES"] == "1" {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try made.write(to: file, atomically: true, encoding: .utf8)
        }
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard kept != made else { return }
        let differing = zip(Self.lines(kept), Self.lines(made)).first { $0 != $1 }
        let first = differing.map { "\($0.0) → \($0.1)" } ?? "one is longer"
        Issue.record("docs/reference/\(name) is stale: run make docs, read the difference, commit it. First: \(first)")
    }

    private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
