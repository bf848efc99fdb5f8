public import ArgumentParser
import Foundation
import Hub
import Register

/// A command of the terminal: does its work on a `Terminal`, so that tests can watch, and ends with an exit code of `sysexits.h`.
public protocol SharewellCommand: ParsableCommand {
    /// Does it.
    func perform(on terminal: Terminal) throws
    /// True if errors are wanted as JSON too.
    var wantsJSON: Bool { get }
    /// True if the work looks at `Interruption.requested` as it goes and stops where nothing is left half done. Ctrl-C ends the others at
    /// once: what they leave is whole, as after any crash.
    var stopsItself: Bool { get }
}

extension SharewellCommand {
    /// Most commands print for people unless asked.
    public var wantsJSON: Bool { false }
    /// Most commands have no loop of their own to stop in.
    public var stopsItself: Bool { false }

    /// Called by the argument parser.
    public func run() throws {
        if stopsItself { Interruption.listen() }
        do { try perform(on: .standard) } catch let exit as ExitCode { throw exit } catch let help as CleanExit { throw help } catch let
            usage as ValidationError
        { throw usage } catch {
            let failure = Failure(explaining: error)
            Terminal.standard.notes(failure.text)
            if wantsJSON { Terminal.standard.output(try jsonLine(["error": failure])) }
            throw ExitCode(failure.exit)
        }
    }
}
