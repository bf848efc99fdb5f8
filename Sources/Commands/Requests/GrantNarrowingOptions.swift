public import ArgumentParser
import Guidance
import Register

/// What a liaison officer lets be had of what was asked; what is not given stays as it was asked.
public struct GrantNarrowingOptions: ParsableArguments {
    @Option(help: "Only this field; repeat for several.") var field: [String] = []
    @Option(help: "Only this area, by code or name, also where none was asked for; repeat for several.") var area: [String] = []
    @Option(help: "Only this recipient; repeat for several.") var recipient: [String] = []
    @Option(
        help: ArgumentHelp(
            "Only this one of the persons asked about, by the number that request persons shows; repeat for several.", valueName: "number"))
    var person: [Int] = []
    @Option(help: ArgumentHelp("First day, month or year of the records, also where none was asked for.", valueName: "date")) var from:
        String?
    @Option(help: ArgumentHelp("Last day, month or year of the records, also where none was asked for.", valueName: "date")) var to: String?
    @Option(help: "A safer way to travel: sealed-package or encrypted-container.") var transfer: TransferMethod?
    @Option(help: ArgumentHelp("Last day it may be had and kept.", valueName: "yyyy-mm-dd")) var until: String?
    @Option(help: "A condition; repeat for several.") var condition: [String] = []
    @Option(help: "A higher protective marking (§2.1D); it may ask for two people to release it.") var marking: String?

    /// Options as typed.
    public init() {}

    /// As the register takes it.
    func narrowing() throws -> GrantNarrowing {
        func some<T>(_ values: [T]) -> [T]? { values.isEmpty ? nil : values }
        var narrowing = GrantNarrowing()
        narrowing.fields = some(field)
        narrowing.areas = some(area)
        narrowing.people = try some(recipient)?.map { try PersonID(checking: $0) }
        narrowing.persons = some(person)
        (narrowing.from, narrowing.to) = (from, to)
        narrowing.transfer = transfer
        narrowing.until = try until.map(day)
        narrowing.conditions = condition
        narrowing.marking = marking
        return narrowing
    }
}
