import Foundation
import GRDB
import Guidance
import Register
import Storage
import Synchronization

@testable import Hub

/// A hub in a folder of its own that goes away with the test, on the shipped rulebook, with a clock the test sets.
final class HubFixture: Sendable {
    static let crime = RecordTypeID(rawValue: "police-recorded-crime-offence")
    static let stops = RecordTypeID(rawValue: "stop-and-search")
    static let police = AgencyID(rawValue: "beds-police"), council = AgencyID(rawValue: "luton-council")
    static let supplier = PersonID(rawValue: "p-ellis"), officer = PersonID(rawValue: "p-officer"), analyst = PersonID(rawValue: "a-shah")
    static let isp = ProtocolID(rawValue: "isp")
    /// 1 January 2040: ahead of the machine's clock, as keys whose time is over by that clock are removed by any command.
    static let began = Moment(milliseconds: 2_208_988_800_000)

    let root: URL
    private let time = Mutex(HubFixture.began)

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "sharewell-hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data((0..<32).map { UInt8($0) }).write(to: root.appending(path: "hub.key"))
        _ = try InitialiseHub(
            partnership: "Luton CSP", secret: secret, guidance: Self.repository.appending(path: "Guidance/england-wales-2010")
        )
        .perform(in: folder, clock: clock)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    var folder: HubFolder { HubFolder(root.appending(path: "hub")) }
    var secret: UnsealingSecret { .keyFile(root.appending(path: "hub.key")) }
    var clock: @Sendable () -> Moment { { [self] in time.withLock { $0 } } }
    func open() throws -> Hub { try Hub.open(folder, clock: clock) }

    /// Puts the hub of an older version in place of the one begun, with the clock an hour after the last thing that happened in it.
    func age(to commit: String) throws {
        try FileManager.default.removeItem(at: folder.root)
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/tar")
        tar.arguments = ["-xzf", Self.repository.appending(path: "Tests/HubTests/OlderHubs/\(commit).tar.gz").path, "-C", root.path]
        try tar.run()
        tar.waitUntilExit()
        let last = try SQLiteLedger.open(at: folder.ledger).events(from: 0, limit: .max).last
        time.withLock { $0 = Moment(milliseconds: (last?.at.milliseconds ?? 0) + 3_600_000) }
    }

    /// Sets the clock so many days after the beginning, or before it.
    func setClock(days: Int) {
        time.withLock { $0 = Moment(milliseconds: Self.began.milliseconds + Int64(days) * 86_400_000) }
    }

    /// Police and council, their people, and a protocol that both signed.
    func begin(_ hub: Hub, expires: Int? = nil) throws {
        func run(_ command: Command) throws { try hub.run(command, by: .firstCoordinator) }
        try run(.addAgency(id: Self.police, name: "Bedfordshire Police", agencyClass: "police-force"))
        try run(.addAgency(id: Self.council, name: "Luton Council", agencyClass: "council"))
        try run(.addPerson(id: Self.supplier, name: "P", agency: Self.police, roles: [.dataSupplier], datasets: []))
        try run(.addPerson(id: Self.officer, name: "O", agency: Self.police, roles: [.liaisonOfficer], datasets: [Self.crime]))
        try run(.addPerson(id: Self.analyst, name: "A", agency: Self.council, roles: [.analyst], datasets: [Self.crime, Self.stops]))
        try run(.recordProtocol(id: Self.isp, title: "ISP", datasets: nil, inForceFrom: 0, expires: expires))
        try run(.sign(Self.isp, agency: Self.police))
        try run(.sign(Self.isp, agency: Self.council))
    }

    /// One stop and search of that minute, supplied.
    func supply(_ minute: String, to hub: Hub, _ vault: KeyVault) throws -> SupplyID {
        let file = root.appending(path: "stops-\(minute).csv")
        try """
        Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,\
        Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,\
        Removal of more than just outer clothing
        Person search,2022-10-01T00:\(minute):00+00:00,False,,51.885956,-0.523384,Female,over 34,,White,\
        Police and Criminal Evidence Act 1984 (section 1),Offensive weapons,Arrest,True,False

        """.write(to: file, atomically: true, encoding: .utf8)
        return try TakeSupply(hub: hub, vault: vault, stop: { false }).perform(
            TakeSupply.Request(file: file, dataset: Self.stops, agency: Self.police, person: Self.supplier, profile: nil, metadata: nil)
        ) { _, _ in }.supply
    }

    /// Changes the ledger's file behind the hub's back, its own guards put aside.
    func tamper(_ statements: String...) throws {
        let queue = try DatabaseQueue(path: folder.ledger.appending(path: SQLiteLedger.fileName).path)
        try queue.inDatabase { database in
            for trigger in ["event_stands", "event_stays", "head_grows", "head_stays"] {
                try database.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)")
            }
            for statement in statements { try database.execute(sql: statement) }
        }
        try queue.close()
    }

    /// The same events written anew, each as `change` makes it: what somebody who knows the format can do.
    func rewrite(_ change: ([UInt8]) -> [UInt8]) throws {
        let events = try SQLiteLedger.open(at: folder.ledger).events(from: 0, limit: .max)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(at: folder.ledger.appending(path: SQLiteLedger.fileName + suffix))
        }
        let forged = try SQLiteLedger.create(at: folder.ledger)
        for event in events { try forged.append([change(event.payload)], at: event.at) }
    }

    static let repository: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Guidance/england-wales-2010").path) {
            folder.deleteLastPathComponent()
        }
        return folder
    }()
}

/// The stable code of whatever the work throws; nil if it does not.
func code(_ work: () throws -> Void) -> String? {
    do {
        try work()
        return nil
    } catch let refusal as Refusal { return refusal.code.rawValue } catch { return HubError(explaining: error).code }
}
