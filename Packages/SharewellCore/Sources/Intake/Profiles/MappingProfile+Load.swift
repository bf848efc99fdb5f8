public import Guidance

extension MappingProfile {
    /// Reads a profile and checks it against the rulebook.
    ///
    /// - Throws: every fault, with file, line and remedy: `unknown-key`, `unknown-dataset`, `unknown-field`, `field-filled-twice`, …
    public static func load(file: RulebookFile, rulebook: Rulebook) throws(RulebookFaults) -> MappingProfile {
        let log = FaultLog()
        let profile = ProfileReader(file: file, recordType: rulebook.recordType, log: log).read()
        try log.throwIfAny()
        guard let profile else {
            throw RulebookFaults([
                RulebookFault(
                    code: "empty-file", file: file.path, line: 1, message: "The file holds no profile.",
                    remedy: "Write at least name, title, datasets and fields.")
            ])
        }
        return profile
    }

    /// Every fault of a profile, in the order of its lines.
    ///
    /// - Parameter rulebook: nil where the rulebook itself is faulty: then whether datasets and fields exist is not judged.
    public static func faults(in file: RulebookFile, rulebook: Rulebook?) -> [RulebookFault] {
        if let rulebook {
            do throws(RulebookFaults) {
                _ = try load(file: file, rulebook: rulebook)
                return []
            } catch { return error.faults }
        }
        let log = FaultLog()
        _ = ProfileReader(file: file, recordType: nil, log: log).read()
        return log.faults
    }
}
