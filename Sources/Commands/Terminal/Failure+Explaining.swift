import Foundation
import Hub
import Register
import Storage

extension Failure {
    /// Any error as something a person can act on. What is not one of ours says only its kind: its text might quote data.
    init(explaining error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let refusal as Refusal:
            self.init(code: refusal.code.rawValue, message: refusal.message, remedy: refusal.remedy, exit: ExitStatus.refused)
        case let error as HubError:
            self.init(code: error.code, message: error.message, remedy: error.remedy, exit: ExitStatus.of(error.kind))
        default:
            let explained = HubError(explaining: error)
            self.init(code: explained.code, message: explained.message, remedy: explained.remedy, exit: ExitStatus.of(explained.kind))
        }
    }
}

extension ExitStatus {
    /// The exit code of a kind of trouble.
    static func of(_ kind: HubError.Kind) -> Int32 {
        switch kind {
        case .data: data
        case .missing: noInput
        case .sealed: unavailable
        case .wrongSecret: refused
        case .busy: tryAgain
        case .storage: io
        case .tampered: data
        case .setUp: setUp
        case .interrupted: interrupted
        case .fault: software
        }
    }
}
