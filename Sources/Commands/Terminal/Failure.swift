import Hub
import Register

/// Anything that ends a command early, as a person or a program reads it.
struct Failure: Error, Encodable {
    /// Stable code.
    let code: String
    /// What happened, where and why.
    let message: String
    /// What to do next.
    let remedy: String
    /// One of `sysexits.h`.
    let exit: Int32

    private enum CodingKeys: String, CodingKey { case code, message, remedy, exit }

    /// For standard error.
    var text: String { "sharewell: \(message)\n  What to do: \(remedy)\n" }
}

/// Exit codes of `sysexits.h`.
enum ExitStatus {
    static let usage: Int32 = 64
    static let data: Int32 = 65
    static let noInput: Int32 = 66
    static let unavailable: Int32 = 69
    static let software: Int32 = 70
    static let io: Int32 = 74
    static let tryAgain: Int32 = 75
    static let refused: Int32 = 77
    static let setUp: Int32 = 78
    static let interrupted: Int32 = 130
}
