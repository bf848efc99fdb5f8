import Testing

@testable import Places

@Suite struct PostcodeTests {
    @Test(arguments: [
        ("LU1 2AB", "LU1 2AB"), ("lu12ab", "LU1 2AB"), ("  lu1   2ab ", "LU1 2AB"), ("LU1\u{A0}2AB", "LU1 2AB"), ("LU1-2AB", "LU1 2AB"),
        ("L.U.1 2AB.", "LU1 2AB"), ("\u{FEFF}LU1\u{2009}2AB", "LU1 2AB"), ("LU 12AB", "LU1 2AB"), ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"), ("DN55 1PT", "DN55 1PT"), ("W1A 0AX", "W1A 0AX"), ("EC1A 1BB", "EC1A 1BB"), ("gir0aa", "GIR 0AA"),
        ("BF1 0AA", "BF1 0AA"), ("JE2 3AB", "JE2 3AB"), ("GX11 1AA", "GX11 1AA"), ("LU1 2AB,", "LU1 2AB"),
    ])
    func readsEveryFormOfAUnit(text: String, written: String) throws {
        let postcode = try Postcode(parsing: text)
        #expect(postcode.description == written)
        #expect(PostcodeReading(text).postcode == postcode)
        #expect(Array(text.utf8).withUnsafeBytes { Postcode.packed($0) } == postcode.packed)
    }

    @Test(arguments: [
        ("", PostcodeFault.missing), ("  ", .missing), ("LU1", .outwardOnly), ("lu11", .outwardOnly), ("EC1A", .outwardOnly),
        ("LU1 2", .sectorOnly), ("LU10 2", .sectorOnly), ("LU102", .sectorOnly), ("2AB", .inwardOnly), ("LU1 2A", .incomplete),
        ("LU1 2ABC", .tooLong), ("LU1 2AB Luton", .tooLong), ("LU1 2A?", .character), ("LU1, 2AB", .character), ("£", .character),
        ("LU1 AA1", .inwardForm), ("EC1A 100", .inwardForm), ("LU1 1MA", .inwardLetter), ("LU1 1OA", .inwardLetter),
        ("QU1 1AA", .outwardLetter), ("AI1 1AA", .lookAlike), ("AZ1 1AA", .outwardLetter), ("LU111 1AA", .tooLong), ("LUI 1AA", .lookAlike),
        ("LU1 lAA", .lookAlike),
        ("LU1 IAA", .lookAlike), ("LUO1 1AA", .outwardForm), ("LU01 1AA", .leadingZero), ("ZZ99 3VZ", .pseudo), ("zz993wz", .pseudo),
        ("BFPO 57", .forcesNumber), ("bfpo801", .forcesNumber), ("STHL 1ZZ", .overseas), ("NPT 1AA", .withdrawnOutward),
        ("W1V 3AB", .withdrawnOutward), ("W1I 0AX", .lookAlike), ("1C1A 1BB", .lookAlike), ("E122A 1BB", .tooLong), ("N/A", .character),
        ("unknown", .inwardForm),
    ])
    func namesWhatIsWrong(text: String, fault: PostcodeFault) {
        let reading = PostcodeReading(text)
        #expect(reading.packed == nil)
        #expect(reading.fault == fault)
        #expect(!fault.advice.isEmpty)
        #expect(throws: fault) { try Postcode(parsing: text) }
    }

    @Test func partsOfAPostcodeAreRecognised() {
        #expect(PostcodeReading("LU1").outward == "LU1")
        #expect(PostcodeReading("LU1 2").sector == "LU1 2")
        #expect(PostcodeReading("LU11 2").sector == "LU11 2")
        #expect(PostcodeReading("LU1 2A").outward == "LU1")
    }

    @Test func aGuessIsOfferedButNeverTaken() {
        let reading = PostcodeReading("LU1 IAA")
        #expect(reading.postcode == nil)
        #expect(reading.suggestion?.description == "LU1 1AA")
        #expect(PostcodeReading("LUI IAA").suggestion?.description == "LU1 1AA")
        #expect(PostcodeReading("LU01 2AB").suggestion?.description == "LU1 2AB")
    }

    @Test func forgivenessIsNoted() {
        #expect(PostcodeReading("LU1 2AB").notes == [])
        #expect(PostcodeReading("lu12ab").notes == [.letterCase, .spacing])
        #expect(PostcodeReading("LU1  2AB").notes == [.spacing])
        #expect(PostcodeReading("LU12 AB").notes == [.spaceMoved])
        #expect(PostcodeReading("LU1-2AB").notes.contains(.punctuation))
        #expect(PostcodeReading("AA1 1AA").notes == [.areaNotInUse])
    }

    @Test func kindsFollowTheArea() throws {
        #expect(try Postcode(parsing: "BT1 1AA").kind == .northernIreland)
        #expect(try Postcode(parsing: "IM1 1AA").kind == .crownDependency)
        #expect(try Postcode(parsing: "BF1 0AA").kind == .forces)
        #expect(try Postcode(parsing: "BX1 1LT").kind == .nonGeographic)
        #expect(try Postcode(parsing: "GIR 0AA").kind == .nonGeographic)
        #expect(try Postcode(parsing: "G1 1AA").kind == .greatBritain)
    }

    @Test func orderIsAlphabeticalWithinAnOutwardCode() throws {
        let sorted = try ["LU1 1AA", "LU1 1AB", "LU1 2AA", "LU10 1AA", "LU2 1AA"].map { try Postcode(parsing: $0) }
        #expect(sorted == sorted.sorted())
    }

    @Test func noBytesTrapTheReader() {
        var numbers = SeededNumbers(state: 7)
        let alphabet = Array("LU1 2ABZZ99BFPO-.,\u{A0}0OIl?£".utf8) + [0xC2, 0xE2, 0x80, 0xEF, 0xFF, 0]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...14, using: &numbers)).map { _ in alphabet.randomElement(using: &numbers) ?? 0 }
            let reading = bytes.withUnsafeBytes { PostcodeReading(bytes: $0) }
            #expect((reading.packed == nil) == (reading.fault != nil))
            #expect(bytes.withUnsafeBytes { Postcode.packed($0) } == reading.packed)
        }
    }

    @Test(.enabled(if: SharedData.has("postcode-format/format_cases.csv")))
    func formatCasesHaveTheirVerdict() throws {
        for row in try SharedData.rows("postcode-format/format_cases.csv") {
            let expected = row[1].isEmpty ? nil : row[1]
            #expect(PostcodeReading(row[0]).postcode?.description == expected, "\(row[0])")
        }
    }

    @Test(.enabled(if: SharedData.has("postcode-format/valid_live_sample.csv")))
    func liveUnitsAreRead() throws {
        for row in try SharedData.rows("postcode-format/valid_live_sample.csv") {
            let reading = PostcodeReading(row[0])
            #expect(reading.postcode?.description == row[0])
            #expect(reading.notes.isEmpty)
            #expect(reading.postcode?.area == row[1])
        }
    }

    @Test(.enabled(if: SharedData.has("postcode-format/outward_codes.csv")))
    func outwardCodesInUseAreRead() throws {
        for row in try SharedData.rows("postcode-format/outward_codes.csv") {
            let reading = PostcodeReading(row[0])
            if row[1] != "0" { #expect(reading.fault == .outwardOnly, "\(row[0])") }
            #expect([.outwardOnly, .withdrawnOutward, .outwardForm, .inwardForm].contains(reading.fault), "\(row[0])")
        }
    }
}
