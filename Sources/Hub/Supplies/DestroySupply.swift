public import Guidance
public import Register
public import Storage

/// Destroys a supply: the order is recorded, keys and file are erased, the certificate is recorded.
public struct DestroySupply {
    private let hub: Hub
    private let vault: KeyVault
    /// In that hub.
    public init(hub: Hub, vault: KeyVault) {
        self.hub = hub
        self.vault = vault
    }

    /// Does it; after a crash in between, the next command that opens the vault finishes it.
    public func perform(_ supply: SupplyID, why: String, by actor: PersonID) throws -> Certificate {
        try hub.recordingRefusals(by: actor, action: .destroy, dataset: hub.state.supplies[supply]?.taken.dataset) {
            try hub.transact { register, _ in
                let permit = try register.permitDestruction(of: supply, why: why, by: actor)
                return (permit.order.map { [$0] } ?? [], ())
            }
        }
        guard let certificate = try hub.completeDestruction(of: supply, in: vault) else {
            throw HubError(
                .busy, code: "destroyed-elsewhere", "Another process finished the destruction of \(supply).",
                remedy: "Its certificate is in the ledger: sharewell ledger log.")
        }
        return certificate
    }
}

/// What the ledger says of a destruction.
public struct Certificate: Sendable, Encodable {
    /// The certificate itself.
    public let certificate: SupplyDestroyed
    /// What was supplied.
    public let dataset: RecordTypeID, agency: AgencyID
    /// Records that were sealed in it.
    public let records: Int
    /// When, ISO 8601, UTC.
    public let at: String
    /// Position of the certificate in the ledger.
    public let ledgerIndex: Int64

    /// For people.
    public var page: String {
        """
        CERTIFICATE OF DESTRUCTION
          Supply \(certificate.supply): \(dataset) from \(agency), \(records) records
          Destroyed \(at) at the wish of \(certificate.by): \(certificate.why)
          Sealed object \(certificate.object), \(certificate.file.words)
          \(certificate.method)
          Event \(ledgerIndex) of the ledger; prove it with: sharewell ledger prove --index \(ledgerIndex)

        """
    }
}

extension ErasedFile {
    fileprivate var words: String {
        switch self {
        case .asSealed(let digest, let bytes), .other(let digest, let bytes): "\(bytes) bytes, SHA-256 \(digest)"
        case .absent: "no file"
        }
    }
}

extension Hub {
    /// What a hub does by itself from time to time while it is open: destroys what is ordered or over, and signs what has gathered.
    public func keepHouse(_ vault: KeyVault) throws {
        try finishInterruptedWork(vault)
        try PublishCheckpoint(hub: self, vault: vault).catchUp()
    }

    /// What a crash may have left: ordered destructions that were not certified, objects and reports of supplies that were never recorded, and
    /// files that were not finished.
    func finishInterruptedWork(_ vault: KeyVault) throws {
        for supply in register.unfinishedDestructions { _ = try completeDestruction(of: supply.taken.supply, in: vault) }
        try endGrants(vault)
        try endRequests(vault)
        try endDrafts(vault)
        try endAccounts(vault)
        // Objects being written now belong to whoever holds the supply lock: only when it is free are unknown ones leftovers.
        guard let lock = FileLock.ifFree(folder.supplyLock) else { return }
        try withExtendedLifetime(lock) {
            try transact { register, _ in
                try SupplyReports(folder: folder.reports).removeOrphans(known: register.state.supplies.keys)
                for file in DurableFile.unfinished(in: folder.ledger) { try DurableFile.remove(file) }
                return ([], ())
            }
            try vault.removeOrphans(known: Set(state.supplies.values.filter { $0.status != .destroyed }.map(\.taken.object)))
        }
    }

    /// Erases what a recorded order condemned and records the certificate; nil if somebody else did.
    func completeDestruction(of supply: SupplyID, in vault: KeyVault) throws -> Certificate? {
        let certificate: Certificate? = try transact { register, now in
            guard let condemned = register.state.supplies[supply], let permit = register.permitCompletion(of: condemned) else {
                return ([], nil)
            }
            let taken = condemned.taken
            // Whatever is found there, it goes: damage must not keep a record alive.
            let found = vault.fileFacts(of: taken.object)
            let destroyed = permit.destroyed(method: try vault.destroy(taken.object), found: found)
            let certificate = Certificate(
                certificate: destroyed, dataset: taken.dataset, agency: taken.agency, records: taken.recordsSealed, at: now.description,
                ledgerIndex: Int64(register.state.size))
            return ([.supplyDestroyed(destroyed)], certificate)
        }
        if certificate != nil { _ = try PublishCheckpoint(hub: self, vault: vault).perform() }
        return certificate
    }

    /// Takes a supply back.
    public func withdraw(_ supply: SupplyID, why: String, by actor: PersonID) throws {
        try recordingRefusals(by: actor, action: .withdraw, dataset: state.supplies[supply]?.taken.dataset) {
            try transact { register, now in (try register.decide(.withdrawSupply(supply, why: why), by: actor, at: now), ()) }
        }
    }
}
