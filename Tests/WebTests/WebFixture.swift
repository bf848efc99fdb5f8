import Foundation
import Guidance
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Register
import Storage
import Synchronization

@testable import Hub
@testable import Web

/// A hub of two agencies with a person for every role in each, and sessions for them: routes are asked as a browser would.
final class WebFixture: Sendable {
    static let crime = RecordTypeID(rawValue: "police-recorded-crime-offence")
    static let offenders = RecordTypeID(rawValue: "prolific-and-other-priority-offender")
    static let police = AgencyID(rawValue: "beds-police"), council = AgencyID(rawValue: "luton-council")
    static let password = "purple otter bridge"

    let root: URL
    let hub: Hub
    let face: Face
    /// How far the hub's clock is ahead of the machine's, in milliseconds.
    private let ahead: Ahead

    final class Ahead: Sendable { let milliseconds = Mutex<Int64>(0) }

    /// - Parameters:
    ///   - people: Every role in both agencies; false for a hub with nobody but its first co-ordinator.
    ///   - change: What the settings say besides.
    init(
        people: Bool = true, face other: URL? = nil, settings change: (inout ServingSettings) throws -> Void = { _ in }
    ) async throws {
        let ahead = Ahead()
        self.ahead = ahead
        root = FileManager.default.temporaryDirectory.appending(path: "sharewell-web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data((0..<32).map { UInt8($0) }).write(to: root.appending(path: "hub.key"))
        let secret = UnsealingSecret.keyFile(root.appending(path: "hub.key"))
        let folder = HubFolder(root.appending(path: "hub"))
        hub = try InitialiseHub(
            partnership: "Luton CSP", secret: secret, guidance: Self.repository.appending(path: "Guidance/england-wales-2010")
        ).perform(
            in: folder,
            clock: {
                Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + ahead.milliseconds.withLock { $0 })
            })
        try hub.noteUnsealed()
        let vault = try hub.unsealed(secret, store: nil)
        let orders = ServeOrders(
            hub: hub, vault: vault, store: nil, settings: nil, face: other ?? Self.repository.appending(path: "Face"), address: nil,
            port: nil,
            announce: { _ in })
        var settings = ServingSettings()
        settings.networks = [.init(range: "10.0.0.0/8", network: "gsi", device: "secure-premises", protected: true)]
        try change(&settings)
        face = try await Face(orders, settings: settings)
        if people { try addPeople() }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Puts the clock forward.
    func wait(days: Int) { ahead.milliseconds.withLock { $0 += Int64(days) * 86_400_000 } }

    /// Puts it forward by less.
    func wait(minutes: Int) { ahead.milliseconds.withLock { $0 += Int64(minutes) * 60_000 } }

    /// `police-analyst`, `council-auditor`.
    static func person(_ role: Role, of agency: AgencyID) -> PersonID {
        PersonID(rawValue: "\(agency == police ? "police" : "council")-\(role.rawValue)")
    }

    private func addPeople() throws {
        func run(_ command: Command) throws { try hub.run(command, by: .firstCoordinator) }
        try run(.addAgency(id: Self.police, name: "Bedfordshire Police", agencyClass: "police-force"))
        try run(.addAgency(id: Self.council, name: "Luton Council", agencyClass: "council"))
        for agency in [Self.police, Self.council] {
            for role in Role.allCases {
                try run(
                    .addPerson(
                        id: Self.person(role, of: agency), name: "\(role.rawValue) of \(agency)", agency: agency, roles: [role],
                        datasets: [Self.crime]))
            }
            try run(.nameLiaisonOfficer(agency: agency, officer: Self.person(.liaisonOfficer, of: agency)))
        }
        let isp = ProtocolID(rawValue: "isp")
        try run(.recordProtocol(id: isp, title: "Luton ISP", datasets: nil, inForceFrom: 0, expires: nil))
        try run(.sign(isp, agency: Self.police))
        try run(.sign(isp, agency: Self.council))
        for agency in [Self.police, Self.council] {
            for role in Role.allCases { try run(.invite(Self.person(role, of: agency), registration: "level-3")) }
        }
        try run(.invite(.firstCoordinator, registration: "level-3"))
    }

    /// A way that every marking may be reached by.
    static let strongWay = AccessWay(network: "x.gsi", device: "secure-premises", signIn: "protected", registration: "level-3")

    /// A session as one that has signed in has it; its cookie and its token.
    /// - Parameters:
    ///   - shown: What it began with.
    ///   - since: Since when that is theirs; of before that was kept, where it is not said.
    func session(
        _ person: PersonID, way: AccessWay = strongWay, from address: String = "", shown: [SignInMeans] = [.password, .authenticator],
        since: Moment? = nil
    ) throws -> (cookie: String, csrf: String) {
        let (session, secret, _) = face.sessions.begin(
            person, way: way, browser: "test", place: face.settings.place(of: address), shown: shown, since: since, at: hub.now)
        try face.signIn.enter(face.signIn.proved(person), session: session.id, way: way)
        return ("\(SessionCookie.name)=\(secret)", session.csrf)
    }

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let body: String
        var location: String? { headers[.location] }
    }

    /// Asks the router; `form` makes it a POST with the session's token.
    func ask(
        _ path: String, as person: PersonID? = nil, form: [(String, String)]? = nil, way: AccessWay = strongWay,
        headers: [String: String] = [:], withToken: Bool = true, method: HTTPRequest.Method? = nil
    ) async throws -> Answer {
        let session: (cookie: String, csrf: String)? = if let person { try self.session(person, way: way) } else { nil }
        var fields = HTTPFields()
        if let session { fields[.cookie] = session.cookie }
        for (name, value) in headers { if let known = HTTPField.Name(name) { fields[known] = value } }
        var body: ByteBuffer?
        if let form {
            fields[.contentType] = "application/x-www-form-urlencoded"
            var pairs = form
            if withToken, let session { pairs.append(("csrf", session.csrf)) }
            let encoded = pairs.map { pair in pair.0.queryEscaped + "=" + pair.1.queryEscaped }
            body = ByteBuffer(string: encoded.joined(separator: "&"))
        }
        let application = Application(router: Responder(face: face).router(Routes.all), logger: face.logger)
        let sent = fields, content = body, asked = method ?? (form == nil ? .get : .post)
        return try await application.test(.router) { client in
            try await client.execute(uri: path, method: asked, headers: sent, body: content) { response in
                Answer(status: response.status.code, headers: response.headers, body: String(buffer: response.body))
            }
        }
    }

    static let repository: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Guidance/england-wales-2010").path) {
            folder.deleteLastPathComponent()
        }
        return folder
    }()
}
