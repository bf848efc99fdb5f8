import Testing

@testable import Intake

@Suite struct SupplierMatchTests {
    @Test(
        arguments: [
            ("Bedfordshire Police", "bedfordshire-police", "Bedfordshire Police"), ("Bedfordshire Police", "beds", "Beds Police"),
            ("Bedfordshire Police", "police", "Bedfordshire Constabulary"), ("West Yorkshire Police", "wyp", "WYP"),
            ("West Yorkshire Police", "west-yorkshire", "West Yorkshire"), ("Greater Manchester Police", "gmp", "GMP"),
            ("Metropolitan Police Service", "met", "The Met"),
            ("Metropolitan Police Service", "metropolitan-police", "Metropolitan Police"),
            ("Avon and Somerset Constabulary", "avon", "Avon & Somerset Police"),
            ("Devon & Cornwall Police", "dc", "Devon and Cornwall Constabulary"),
            ("Thames Valley Police", "tvp", "TVP"), ("Dyfed-Powys Police", "dyfed-powys", "Dyfed Powys"),
            ("Hertfordshire Constabulary", "herts", "Herts"),
            ("Cambridgeshire Constabulary", "cambs", "Cambs Constabulary"), ("London", "lfb", "London Fire Brigade"),
        ])
    func theSameAgencyInOtherWords(_ value: String, _ id: String, _ name: String) {
        #expect(SupplierMatch.judge(fileValue: value, agencyID: id, agencyName: name) == .same, "\(value) \(name)")
    }

    @Test(
        arguments: [
            ("West Yorkshire Police", "bedfordshire-police", "Bedfordshire Police"),
            ("South Yorkshire Police", "wyp", "West Yorkshire Police"),
            ("North Yorkshire Police", "west-yorkshire-police", "West Yorkshire Police"),
            ("West Mercia Police", "west-midlands-police", "West Midlands Police"),
            ("Bedfordshire Police", "luton", "Luton Borough Council"), ("Kent Police", "essex-police", "Essex Police"),
            ("Hertfordshire Constabulary", "bedfordshire-police", "Bedfordshire Police"),
        ])
    func anotherAgency(_ value: String, _ id: String, _ name: String) {
        #expect(SupplierMatch.judge(fileValue: value, agencyID: id, agencyName: name) == .other, "\(value) \(name)")
    }

    @Test func tooLittleToTell() {
        #expect(SupplierMatch.judge(fileValue: "Police", agencyID: "bedfordshire-police", agencyName: "Bedfordshire Police") == .unknown)
        #expect(SupplierMatch.judge(fileValue: "", agencyID: "bedfordshire-police", agencyName: "Bedfordshire Police") == .unknown)
        #expect(SupplierMatch.judge(fileValue: "!!!", agencyID: "a", agencyName: "") == .unknown)
    }

    @Test func oneOwnNameSpeaksForTheFile() {
        let values = ["British Transport Police", "Bedfordshire Police"]
        #expect(SupplierMatch.judge(fileValues: values, agencyID: "bedfordshire-police", agencyName: "Bedfordshire Police") == .same)
        #expect(SupplierMatch.judge(fileValues: values, agencyID: "kent-police", agencyName: "Kent Police") == .other)
        #expect(SupplierMatch.judge(fileValues: [], agencyID: "kent-police", agencyName: "Kent Police") == .unknown)
    }
}
