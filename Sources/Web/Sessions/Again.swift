import Hub
import Register

/// Showing again who one is, before what an open session on an empty desk must not be enough for: the password, or, for those who have none, a
/// session that has just begun.
enum Again {
    /// The field for the password; none where there is none.
    /// - Parameter name: What it is called, where a page has another.
    static func fields(_ visit: Visit, as name: String = "password") throws -> [Field] {
        try visit.face.signIn.hasPassword(visit.actor)
            ? [Field(name, visit.t("account.old-password"), .line(type: "password"), autocomplete: "current-password", width: 20)]
            : []
    }

    /// What is to be said where somebody without a password has to sign in anew first; nil where nothing is in the way.
    static func hindrance(_ visit: Visit) throws -> String? {
        let session = try SignInRoutes.current(visit), signIn = visit.face.signIn
        return signIn.hasPassword(session.person) || signIn.isFresh(session.began) ? nil : visit.t("account.sign-in-again")
    }

    /// What came of it: who has shown again who they are, for what is then changed; or what is to be said.
    struct Answer {
        var proved: SignIn.Proved?
        var faults = FormFaults()
    }

    /// Checks it.
    static func answer(_ visit: Visit, in name: String = "password") throws -> Answer {
        let session = try SignInRoutes.current(visit)
        do {
            return Answer(
                proved: try visit.face.signIn.confirm(
                    session.person, password: visit.form.exact(name), began: session.began, from: visit.address, vault: visit.vault()))
        } catch let refusal as Refusal {
            guard refusal.code == .signInFailed else { throw refusal }
            return Answer(
                faults: FormFaults(
                    name,
                    visit.t(visit.face.signIn.hasPassword(session.person) ? "account.fault-old" : "account.sign-in-again")))
        }
    }
}
