import Guidance
import Register

/// Duties as a calendar that other programs read (RFC 5545). It names nobody: agencies, numbers and days.
struct DutyCalendar {
    let text: String

    init(duties: [Duty], _ visit: Visit) {
        let stamp = visit.now.description.filter { $0 != "-" && $0 != ":" }
        let hub = visit.state.hub?.hub ?? "hub"
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sharewell//Duties//EN", "CALSCALE:GREGORIAN"]
        for duty in duties where duty.state == .due || duty.state == .overdue {
            guard let iso = duty.due, let day = CalendarDay(iso: iso) else { continue }
            let next = CalendarDay(number: day.number + 1)
            lines += [
                "BEGIN:VEVENT", "UID:\(Self.identity(duty))@\(hub)", "DTSTAMP:\(stamp)",
                "DTSTART;VALUE=DATE:\(iso.filter { $0 != "-" })", "DTEND;VALUE=DATE:\(next.description.filter { $0 != "-" })",
                "SUMMARY:\(Self.escaped("\(DutyRoutes.who(duty, visit)): \(duty.what)"))", "DESCRIPTION:\(Self.escaped(duty.section))",
                "TRANSP:TRANSPARENT", "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        text = lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    /// The same for the same duty each time, so that a calendar read again replaces it.
    private static func identity(_ duty: Duty) -> String {
        // FNV-1a: no secret, only a short name.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(duty.who)|\(duty.settling)|\(duty.due ?? "")|\(duty.section)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    /// Text of a property: what would end or split it is escaped.
    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\", ";", ",": out += "\\\(character)"
            case "\n": out += "\\n"
            case _ where character.value < 0x20: continue
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }

    /// Lines of at most 75 bytes, continued with a space; never within a character.
    static func folded(_ line: String) -> String {
        var out = "", width = 0
        for character in line.unicodeScalars {
            let size = String(character).utf8.count
            if width + size > 75 {
                out += "\r\n "
                width = 1
            }
            out.unicodeScalars.append(character)
            width += size
        }
        return out
    }
}
