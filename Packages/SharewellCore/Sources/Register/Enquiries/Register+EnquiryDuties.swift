internal import Guidance

extension Register {
    /// Enquiries that wait for their answer, agencies that wait to be consulted or to answer, and letters recorded in an agency's name.
    func enquiriesWaiting(on today: Int) -> [Duty] {
        state.enquiries.values.flatMap { enquiry in letters(of: enquiry, on: today) + (enquiry.isOpen ? waiting(enquiry, on: today) : []) }
    }

    private func waiting(_ enquiry: Enquiry, on today: Int) -> [Duty] {
        let section = rulebook.enquiryRules.first { $0.kind == enquiry.content.kind }.map { "\($0.section), \($0.source)" } ?? "§2.4.2.4"
        let receiver = enquiry.content.receiver
        let who = receiver?.rawValue ?? "co-ordinator", partnership = state.partnership(of: enquiry.content)
        // While whoever asked has to say what is wanted, no day is counted and nobody can answer.
        guard !enquiry.isStopped else { return [] }
        // The earlier day warns; only after the later is it late.
        let due = today <= enquiry.days.due ? enquiry.days.due : enquiry.days.last
        let pressing = enquiry.isPressing(on: today) ? ", which was to be answered by \(CalendarDay(number: enquiry.days.due))" : ""
        var duties = [
            Duty(
                "the enquiry \(enquiry.id), \(enquiry.content.kind.rawValue)\(pressing)", who: who, agency: receiver, in: partnership,
                due: due,
                today: today, section: section, settle: "sharewell enquiry close \(enquiry.id) --outcome OUTCOME --why TEXT --as OFFICER",
                by: .enquiry(enquiry.id))
        ]
        for agency in state.unanswered(enquiry) {
            let isAsked = enquiry.consultations[agency] != nil
            duties.append(
                Duty(
                    isAsked ? "an answer on the enquiry \(enquiry.id)" : "consultation of \(agency) on the enquiry \(enquiry.id)",
                    who: isAsked ? agency.rawValue : who, agency: isAsked ? agency : receiver, in: partnership, due: due, today: today,
                    section: "§2.4.2.4",
                    settle: isAsked
                        ? "sharewell enquiry reply \(enquiry.id) --as OFFICER"
                        : "sharewell enquiry consult \(enquiry.id) --agency \(agency) --as OFFICER",
                    by: isAsked ? .reply(enquiry.id) : .consultation(enquiry.id)))
        }
        return duties
    }

    /// What somebody else recorded in an agency's name is looked at by its own officer, whatever became of the enquiry.
    private func letters(of enquiry: Enquiry, on today: Int) -> [Duty] {
        enquiry.consultations.filter(\.value.isToBeLookedAt).keys.map { agency in
            Duty(
                "a look at the letter that was recorded in its name on the enquiry \(enquiry.id)", who: agency.rawValue, agency: agency,
                in: state.partnership(of: enquiry.content), due: max(today, enquiry.days.last), today: today, section: "§2.4.2.4",
                settle: "sharewell enquiry look \(enquiry.id) --ours, or --not-ours, --as OFFICER", by: .letter(enquiry.id))
        }
    }
}
