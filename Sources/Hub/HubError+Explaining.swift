import Archive
import Guidance
import Intake
import Sealing
import Storage
import Tables

extension HubError {
    /// Any room's error in the hub's terms. What is not one of ours is a fault of the program; its text is left out, since it might quote data.
    public init(explaining error: any Error) {
        switch error {
        case let error as HubError: self = error
        case let error as LedgerError: self.init(Kind(error.kind), code: error.code, error.message, remedy: error.remedy)
        case let error as SealingError: self.init(Kind(error.kind), code: error.code, error.message, remedy: error.remedy)
        case let error as SegmentError: self.init(.tampered, code: error.code, error.message, remedy: error.remedy)
        case let error as PlacesError: self.init(Kind(error.kind), code: error.code, error.message, remedy: error.remedy)
        case let error as SuppliedFileError: self.init(Kind(error.kind), code: error.code, error.message, remedy: error.remedy)
        case let error as ProfileMismatch: self.init(.data, code: error.code, error.message, remedy: error.remedy)
        case let error as ExtractError: self.init(.storage, code: error.code, error.message, remedy: error.remedy)
        case let error as FileFault:
            self.init(
                .storage, code: "file-\(error.verb)-failed", "Could not \(error.verb) \(error.name)\(error.explanation).",
                remedy: error.isFull
                    ? "Make room on the disk and run the command again." : "Check that the place is there and that you may write to it.")
        case let error as TableError:
            let finding = error.finding
            self.init(
                .data, code: finding.code, "The file cannot be read: \(finding.code)\(finding.line.map { " on line \($0)" } ?? "").",
                remedy: finding.advice)
        case let error as RulebookFaults:
            self.init(
                .data, code: "faults",
                "\(error.faults.count == 1 ? "One place" : "\(error.faults.count) places") of the file cannot be taken.\n\(error.listing())",
                remedy: "Mend \(error.faults.count == 1 ? "it" : "these") and run the command again.")
        default:
            self.init(
                .fault, code: "unexpected", "Something went wrong that the program did not foresee (\(type(of: error))).",
                remedy: "Run sharewell status and sharewell ledger verify; if it happens again, report it with the command you typed.")
        }
    }
}

extension HubError.Kind {
    init(_ kind: LedgerError.Kind) {
        switch kind {
        case .missing: self = .missing
        case .busy: self = .busy
        case .storage: self = .storage
        case .tampered: self = .tampered
        case .refused: self = .data
        }
    }
    init(_ kind: SealingError.Kind) {
        switch kind {
        case .wrongSecret: self = .wrongSecret
        case .damaged: self = .tampered
        case .missing: self = .missing
        case .storage: self = .storage
        }
    }
}

extension HubError.Kind {
    init(_ kind: PlacesError.Kind) {
        switch kind {
        case .data: self = .data
        case .missing: self = .missing
        case .damaged: self = .tampered
        case .busy: self = .busy
        case .storage: self = .storage
        case .interrupted: self = .interrupted
        }
    }
    init(_ kind: SuppliedFileError.Kind) {
        switch kind {
        case .missing: self = .missing
        case .data: self = .data
        case .storage: self = .storage
        }
    }
}
