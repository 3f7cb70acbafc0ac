import Prevention

/// The numbers that the programmes ask for, in force always but for what begins or ends on a day of its own.
let testLaw = LawBook(
    [
        ("ukn.referral-age-from", 10, .years), ("ukn.charge-age-from", 15, .years), ("ukn.adult-age-from", 18, .years),
        ("ukn.police-processing", 30, .calendarDays), ("ukn.municipal-report", 5, .weeks),
        ("ukn.board-decision", 7, .weeks), ("ukn.course-years", 2, .years), ("ukn.course-years-exceptional", 4, .years),
        ("forced-admission.red", 24, .hours), ("forced-admission.yellow", 7, .calendarDays),
        ("restraining-order.years", 5, .years), ("restraining-order.area-years", 1, .years),
        ("restraining-order.handling-first", 30, .calendarDays), ("restraining-order.handling-last", 60, .calendarDays),
        ("restraining-order.reminder-first", 90, .calendarDays), ("restraining-order.reminder-last", 30, .calendarDays),
        ("restraining-order.immediate-decision", 60, .calendarDays),
        ("restraining-order.immediate-service", 24, .hours),
        ("protection-cluster.lead", 10, .workingDays), ("protection-cluster.review", 30, .calendarDays),
        ("area-ban.confirmation", 24, .hours), ("area-ban.reminder", 5, .calendarDays),
        ("mediation.own-consent-age", 18, .years), ("psp-k.adult-age", 18, .years),
        ("safety-follow-up.contact", 14, .calendarDays), ("officer-request.answer", 14, .calendarDays),
        ("concern-notice.acute", 24, .hours), ("concern-notice.receipt", 6, .workingDays),
        ("concern-notice.feedback", 30, .calendarDays), ("concern-notice.opening", 8, .hours),
        ("concern-notice.escalation", 0, .hours),
        ("concern-notice.child-age", 18, .years), ("ssp-course.review-earliest", 6, .months),
        ("ssp-course.review-latest", 12, .months), ("preventive-talk.own-consent-age", 18, .years),
        ("psp-k.monitoring", 3, .months),
        ("insecurity.check", 14, .calendarDays), ("insecurity.work-order", 60, .calendarDays),
        ("housing.disclosure", 1, .count), ("housing.matter-years", 2, .years), ("housing.on-request", 1, .count),
        ("housing.prevention-area", 1, .count), ("housing.list-renewal", 1, .years),
        ("housing.list-reminder", 30, .calendarDays), ("nightlife.reminder", 30, .calendarDays),
        ("project.end-reminder", 90, .calendarDays), ("prevention-prize.exists", 1, .count),
        ("prevention-prize.jury", 90, .calendarDays),
        ("clock.warning-days", 5, .calendarDays), ("clock.warning-hours", 4, .hours),
    ].map { (id: String, value: Int, unit: LawBook.Unit) in
        LawBook.Rule(
            id: id, value: value, unit: unit, source: "test", confidence: .sure,
            validFrom: LocalDate.firstDay(of: 1990),
            validTo: nil)
    }
        + [
            dated("restraining-order.immediate-order", 1, .count, from: LocalDate.firstDay(of: 2017)),
            dated("restraining-order.grounds-2012", 1, .count, from: LocalDate.firstDay(of: 2012), to: july2025),
            dated("restraining-order.grounds-2025", 1, .count, from: july2025),
            dated("area-ban.radius", 500, .metres, from: july2025),
            dated("area-ban.radius-most", 1000, .metres, from: july2025),
            dated("area-ban.days", 30, .calendarDays, from: july2025),
            dated("area-ban.extension-days", 30, .calendarDays, from: july2025),
            dated("area-ban.months-after-breach", 6, .months, from: july2025),
            dated(
                "sociolance.trial", 1, .count, from: LocalDate.firstDay(of: 2026), in: ["306", "316", "326", "350"]),
            dated("parish-officer.sejeroe", 1, .count, from: LocalDate.firstDay(of: 2007), in: ["326"]),
            dated("parish-officer.oroe", 1, .count, from: LocalDate.firstDay(of: 2007), in: ["316"]),
        ])

private let july2025 = LocalDate.firstDay(of: 2025).adding(months: 6)

private func dated(
    _ id: String, _ value: Int, _ unit: LawBook.Unit, from: LocalDate, to: LocalDate? = nil,
    in municipalities: [String] = []
) -> LawBook.Rule {
    LawBook.Rule(
        id: id, value: value, unit: unit, source: "test", confidence: .sure, validFrom: from, validTo: to,
        municipalities: municipalities)
}
