import Foundation
import Guidance
import Testing

@Suite("The shipped rulebook")
struct ShippedRulebookTests {
    let rulebook: Rulebook

    init() throws { rulebook = try ShippedRulebook.rulebook.get() }

    @Test("has 25 record types of 22 datasets, 16 aggregate sources and the form's twelve items")
    func counts() {
        #expect(rulebook.id == "england-wales-2010")
        #expect(rulebook.recordTypes.count == 25)
        #expect(Set(rulebook.recordTypes.map(\.dataset)).count == 22)
        #expect(Set(rulebook.recordTypes.map(\.section)) == Set((1...22).map { "§3.2.\($0)" }))
        #expect(rulebook.aggregateSources.map(\.section) == (1...16).map { "§3.3.\($0)" })
        #expect(Set(rulebook.metadataForm.entries.map(\.item)) == Set(1...12))
    }

    @Test("lists each datafield of §3.2 under its record type, in the guidance's words")
    func everyDatafield() throws {
        #expect(MinimumDatasets.entries.count == 247)
        #expect(Set(MinimumDatasets.entries.map(\.recordType)) == Set(rulebook.recordTypes.map(\.id.rawValue)))
        for entry in MinimumDatasets.entries {
            let type = try #require(rulebook.recordType(RecordTypeID(rawValue: entry.recordType)))
            #expect(type.section == entry.section)
            for name in entry.fields {
                let field = type.field(name)
                #expect(field != nil, "\(entry.recordType) lacks \(name): \(entry.words)")
                #expect(field?.supplementary == false)
                if entry.fields.count == 1, let title = field?.title {
                    #expect(entry.words.hasPrefix(title), "\(entry.recordType).\(name) is called \(title), not \(entry.words)")
                }
            }
        }
    }

    @Test("keeps the order of the guidance and marks everything else as supplementary")
    func orderAndSupplements() {
        for type in rulebook.recordTypes {
            let listed = MinimumDatasets.entries.filter { $0.recordType == type.id.rawValue }.flatMap(\.fields)
            #expect(type.fields.filter { !$0.supplementary }.map(\.name) == listed, "\(type.id)")
        }
    }

    @Test("rates the fourteen categories of a youth offending assessment")
    func assessmentCategories() throws {
        let type = try #require(rulebook.recordType(RecordTypeID(rawValue: "youth-offending-assessment")))
        #expect(type.fields.filter { $0.name.hasSuffix("_rating") }.count == 14)
    }

    @Test(
        "says what is core, personal and sensitive as Tables 1 and 2 and the headings of §3.2 do",
        arguments: [
            ("police-recorded-crime-offence", Priority.core, InformationType.depersonalised), ("police-incident", .core, .depersonalised),
            ("council-asb-and-environmental-crime", .core, .depersonalised), ("fire-and-rescue-incident", .core, .depersonalised),
            ("probation-oasys-assessment", .core, .depersonalised), ("youth-offending-assessment", .core, .depersonalised),
            ("prolific-and-other-priority-offender", .core, .sensitive), ("prison-release", .peripheral, .personal),
            ("young-offender-institution-release", .peripheral, .personal), ("drug-treatment-adult", .peripheral, .depersonalised),
            ("environment-agency-incident", .peripheral, .personal), ("environment-agency-site", .peripheral, .personal),
            ("stop-and-search", .peripheral, .depersonalised), ("detection-status", .peripheral, .depersonalised),
        ])
    func tables(id: String, priority: Priority, information: InformationType) throws {
        let type = try #require(rulebook.recordType(RecordTypeID(rawValue: id)))
        #expect(type.priority == priority)
        #expect(type.information == information)
    }

    @Test("marks as RESTRICTED the aggregate sources that §3.3 marks")
    func restrictedSources() {
        #expect(
            rulebook.aggregateSources.filter(\.restricted).map(\.section) == [
                "§3.3.1", "§3.3.2", "§3.3.7", "§3.3.8", "§3.3.10", "§3.3.11",
            ])
    }

    @Test("gives a liaison officer to the responsible authorities only")
    func liaisonOfficers() {
        let classes = rulebook.agencyClasses.filter(\.needsLiaisonOfficer).map(\.id)
        #expect(
            classes == [
                "police-force", "police-authority", "council", "fire-and-rescue", "primary-care-trust", "local-health-board",
                "probation-trust",
            ])
        #expect(!rulebook.needsLiaisonOfficer("victim-support"))
        #expect(!rulebook.needsLiaisonOfficer("no such class"))
    }

    @Test("has twenty classes in the first group of signatories (health and probation by their two names)")
    func signatories() {
        #expect(rulebook.agencyClasses.filter { $0.groups.contains(.centralSignatory) }.count == 21)
        #expect(rulebook.agencyClasses.filter { $0.groups.contains(.relevantAuthority) }.count == 13)
        #expect(rulebook.agencyClasses.filter { $0.groups.contains(.cooperatingBody) }.count == 7)
    }

    @Test("deletes every direct identifier and keys every reference")
    func identifiers() {
        for type in rulebook.recordTypes {
            for field in type.fields {
                if field.role == .direct { #expect(field.rule == .delete, "\(type.id).\(field.name)") }
                if field.role == .reference { #expect(field.rule == .key, "\(type.id).\(field.name)") }
                if field.role == .place { #expect(field.rule == .place && field.place != nil, "\(type.id).\(field.name)") }
                if ["gender", "ethnicity", "occupation"].contains(where: field.name.hasSuffix) {
                    #expect(field.rule == .quasi, "\(type.id).\(field.name)")
                }
            }
        }
    }

    @Test("knows Home Office codes as text, ethnicity 16+1 and 18+1, and which offences are sensitive")
    func codeLists() throws {
        let offences = try #require(rulebook.codeList("home-office-offence"))
        #expect(offences.codes.count == 132)
        for code in ["8N", "28A", "105A", "1/4.1/4.10/4.2", "AF", "FFA UK"] {
            #expect(offences.codes.contains { $0.code == code }, "\(code)")
        }
        #expect(offences.codes.first { $0.code == "19C" }?.marks == ["sensitive"])
        #expect(offences.codes.first { $0.code == "45" }?.marks == [])
        #expect(offences.codes.first { $0.code == "46" }?.group == "Theft offences")
        let ethnicity = try #require(rulebook.codeList("ethnicity"))
        #expect(ethnicity.codes.prefix(20).map(\.code).contains("O1"))
        #expect(ethnicity.codes.first { $0.code == "A4" }?.aliases.contains("CHNE") == true)
        // Two codes are called Chinese: the label alone must not decide between them.
        #expect(!ethnicity.codes.contains { $0.aliases.contains("Chinese") })
        let locations = try #require(rulebook.codeList("location-type"))
        #expect(locations.codes.first { $0.code == "Refuge" }?.marks == ["protected"])
    }
}

@Suite("The Data Package")
struct DataPackageTests {
    @Test("is JSON with one resource per record type, its fields in order, and enumerations for closed lists")
    func descriptor() throws {
        let rulebook = try ShippedRulebook.rulebook.get()
        let json = try JSONSerialization.jsonObject(with: Data(rulebook.dataPackage(only: nil).utf8))
        let package = try #require(json as? [String: Any])
        let resources = try #require(package["resources"] as? [[String: Any]])
        #expect(resources.compactMap { $0["name"] as? String } == rulebook.recordTypes.map(\.id.rawValue))
        for (resource, type) in zip(resources, rulebook.recordTypes) {
            let schema = try #require(resource["schema"] as? [String: Any])
            let fields = try #require(schema["fields"] as? [[String: Any]])
            #expect(fields.compactMap { $0["name"] as? String } == type.fields.map(\.name))
            for (described, field) in zip(fields, type.fields) {
                #expect(described["sharewell:role"] as? String == field.role.rawValue)
                let closed = field.codeList.flatMap(rulebook.codeList).map { !$0.open } ?? false
                let values = (described["constraints"] as? [String: Any])?["enum"] as? [String]
                #expect((values != nil) == closed, "\(type.id).\(field.name)")
            }
        }
    }

    @Test("of one record type holds that one alone")
    func single() throws {
        let rulebook = try ShippedRulebook.rulebook.get()
        let json = try JSONSerialization.jsonObject(
            with: Data(rulebook.dataPackage(only: RecordTypeID(rawValue: "stop-and-search")).utf8))
        let resources = try #require((json as? [String: Any])?["resources"] as? [[String: Any]])
        #expect(resources.compactMap { $0["name"] as? String } == ["stop-and-search"])
    }
}
