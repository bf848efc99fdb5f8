import Foundation
import Hub
import Storage

/// Notices as messages: that something waits, of what kind, and where to sign in. No name, no number, no word of what it is about.
struct Post: Sendable {
    private let texts: Texts
    private let from: MailAddress
    private let server: MailServer
    private let link: String

    /// Nil where the settings name no mail server, or one that cannot be used.
    init?(_ face: Face) {
        guard let mail = face.settings.mail, let from = MailAddress(mail.from), let server = try? mail.mailServer() else { return nil }
        texts = face.texts
        self.from = from
        self.server = server
        link = face.settings.base
    }

    func message(_ letter: NoticeRound.Letter) -> MailMessage {
        let lines =
            [texts("notice.greeting"), ""] + letter.kinds.map { "- " + texts("notice.kind.\($0.rawValue)") } + [
                "", texts("notice.where"), link, "", texts("notice.why"), texts("notice.stop"),
            ]
        return MailMessage(
            from: from, to: letter.address, subject: texts("notice.subject"), text: lines.joined(separator: "\n"),
            identity: letter.identity,
            date: Date())
    }

    func code(_ code: String, to address: MailAddress) -> MailMessage {
        MailMessage(
            from: from, to: address, subject: texts("notice.code-subject"),
            text: [texts("notice.code-text", ["code": code]), "", texts("notice.code-not-you")].joined(separator: "\n"),
            identity: RandomBytes.make(16).hexadecimal, date: Date())
    }

    /// To where notices went before: that they go there no more, and not where they go now.
    func moved(from address: MailAddress) -> MailMessage {
        MailMessage(
            from: from, to: address, subject: texts("notice.moved-subject"),
            text: [texts("notice.moved-text"), "", texts("notice.moved-not-you"), link].joined(separator: "\n"),
            identity: RandomBytes.make(16).hexadecimal, date: Date())
    }

    /// To where notices go: that those of the person's own account, which would warn them, are not among them any more.
    func quieter(at address: MailAddress) -> MailMessage {
        MailMessage(
            from: from, to: address, subject: texts("notice.quieter-subject"),
            text: [texts("notice.quieter-text"), "", texts("notice.moved-not-you"), link].joined(separator: "\n"),
            identity: RandomBytes.make(16).hexadecimal, date: Date())
    }

    func send(_ message: MailMessage) throws(TransferError) { try server.send(message) }
}
