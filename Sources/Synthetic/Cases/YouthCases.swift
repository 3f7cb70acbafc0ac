internal import Prevention

/// UKN screenings: so many cases of so many young people, decided in time as often as the report says.
struct YouthCases {
    /// How the police processing clock goes in a case.
    private enum Pace { case inTime, onLastDay, late, dueSoon, overdue }

    private static let days = 30

    let population: Population

    static func all(_ population: Population) -> [CaseSeries] {
        let cases = YouthCases(population: population)
        let count = population.youthClasses.reduce(0) { $0 + $1.cases }
        return [CaseSeries(programme: "ukn", prefix: "UKN", count: count) { cases.draft($0, &$1) }]
    }

    private func draft(_ number: Int, _ random: inout RandomSource) -> CaseDraft {
        var left = number
        for (place, group) in population.youthClasses.enumerated() {
            if left < group.cases { return draft(left, of: group, at: place, &random) }
            left -= group.cases
        }
        return CaseDraft(municipality: "")
    }

    private func draft(_ number: Int, of group: YouthClass, at place: Int, _ random: inout RandomSource) -> CaseDraft {
        // Each young person has one case; the rest of the cases go to a few.
        let person = number < group.persons ? number : random.skewed(group.persons)
        let home = population.youthHousehold(place, person)
        var draft = CaseDraft(municipality: home.place.municipality)
        guard let child = home.children.first else { return draft }
        draft.add(child, "subject")
        if random.chance(0.5), let mother = home.member(.mother) { draft.add(mother, "caregiver") }
        let pace = pace(number, group, &random)
        let (registered, delay) = dates(pace, group.year, &random)
        let category = random.pick(weighted: [("person-dangerous", 40), ("other-serious", 27), ("none", 33)])
        draft.fields = ["offence_date": (registered + -random.within(0...45)).description]
        let path = path(category, group, delay: delay, isOpen: pace == .dueSoon || pace == .overdue, &random)
        var day = registered
        for (place, step) in path.enumerated() {
            day = day + random.within(step.gap)
            let at = OfficeHours.instant(day, step: place, &random)
            var filled = fields(step.stage, category, day, &random)
            if step.stage == "closed", path[place - 1].stage == "board" {
                filled["outcome"] = random.pick(["immediate-reaction", "none"])
            }
            draft.steps.append((ScheduledStep(stage: step.stage, at: at), filled))
        }
        return draft
    }

    /// Spread evenly over the class's cases by their number, so that the published shares come out exactly.
    private func pace(_ number: Int, _ group: YouthClass, _ random: inout RandomSource) -> Pace {
        if group.year == 1, number >= group.persons {
            // Some still run on the last day: past the deadline, or due within three days.
            if number % 45 == 7 { return .overdue }
            if number % 45 == 22 { return .dueSoon }
        }
        let share = group.year == 0 ? (group.isUnder15 ? 0.74 : 0.30) : (group.isUnder15 ? 0.98 : 0.68)
        let isInTime = Int(Double(number + 1) * share) > Int(Double(number) * share)
        guard isInTime else { return .late }
        return random.chance(0.06) ? .onLastDay : .inTime
    }

    private func dates(_ pace: Pace, _ year: Int, _ random: inout RandomSource) -> (registered: LocalDate, delay: Int) {
        let years = population.years
        switch pace {
        case .inTime: return (years.day(in: year, &random), random.within(4...29))
        case .onLastDay: return (years.day(in: year, slack: YouthCases.days, &random), YouthCases.days)
        case .late:
            let delay = YouthCases.days + random.within(1...60)
            return (years.day(in: year, slack: delay, &random), delay)
        case .dueSoon: return (years.last + -(YouthCases.days - random.within(1...3)), 0)
        case .overdue: return (years.last + -(YouthCases.days + random.within(1...40)), 0)
        }
    }

    private func path(
        _ category: String, _ group: YouthClass, delay: Int, isOpen: Bool, _ random: inout RandomSource
    ) -> [Course.Step] {
        func after(_ days: Int) -> ClosedRange<Int> { days...days }
        let first = delay * 6 / 10
        let opening: [Course.Step] = [.init("registered"), .init("assessed", isOpen ? 2...12 : after(first))]
        if isOpen { return random.chance(0.5) ? opening : [.init("registered")] }
        if category == "none" || random.chance(0.42) {
            let isAssessed = category != "none" && random.chance(0.6)
            return isAssessed
                ? opening + [.init("screened-out", after(delay - first))]
                : [.init("registered"), .init("screened-out", after(delay))]
        }
        let sent = opening + [.init(group.isUnder15 ? "referred" : "with-prosecution", after(delay - first))]
        if !group.isUnder15, random.chance(0.45) { return sent + [.init("closed", 40...150)] }
        let board = sent + [.init("board", group.isUnder15 ? 28...49 : 40...120)]
        if random.chance(0.4) { return board + [.init("closed", 0...7)] }
        return board + [.init("supervision", 0...7), .init("closed", 150...500)]
    }

    private func fields(
        _ stage: String, _ category: String, _ day: LocalDate, _ random: inout RandomSource
    ) -> [String: String] {
        switch stage {
        case "registered": return ["category": category]
        case "assessed":
            var fields = ["screening_officer": "Screening, tj.nr. " + String(random.within(4100...4119))]
            if category == "other-serious" { fields["special_risk_reason"] = random.pick(YouthCases.risks) }
            return fields
        case "referred", "with-prosecution":
            return category == "other-serious" ? ["special_risk_reason": random.pick(YouthCases.risks)] : [:]
        case "board":
            return [
                "board_composition": "Dommer, kommunalt ansat, politiansat", "board_judge": "Retten i Roskilde",
                "board_municipal_member": "Børne- og ungerådgiver",
                "board_police_member": "Nævnet, tj.nr. " + String(random.within(4200...4209)),
            ]
        case "supervision":
            var fields = ["outcome": "improvement-course"]
            guard random.chance(0.08) else {
                fields["course_end"] = (day + random.within(180...720)).description
                return fields
            }
            fields["course_end"] = day.adding(years: 3).description
            fields["course_exception_reason"] = "Særligt langvarigt behov for støtte."
            return fields
        default: return [:]
        }
    }

    private static let risks = [
        "Gentagne forhold inden for kort tid og stigende grovhed.", "Begået sammen med ældre kriminelle unge.",
        "Skolefravær og misbrug giver særlig risiko for ny kriminalitet.",
    ]
}
