internal import Exchange
internal import Prevention

/// Area bans in the months before the last day, and the assessments of areas that they rest on. A few even in a small
/// district, so that every stage can be seen.
enum AreaBanCases {
    private static let courses: [(steps: [Course.Step], waiting: ClosedRange<Int>)] = {
        let confirmed: [Course.Step] = [.init("issued"), .init("confirmed", 0...1)]
        let active = confirmed + [.init("active", 0...0)]
        let extended = active + [.init("extended", 8...13)]
        return [
            (active, 0...14), (extended, 0...9), (active + [.init("expired", 31...38)], 0...50),
            ([.init("issued")], 0...0), (confirmed, 0...3), (active + [.init("withdrawn", 2...10)], 0...50),
            (active + [.init("expired", 31...38)], 0...50), (active, 0...14),
        ]
    }()

    static func all(_ population: Population) -> [CaseSeries] {
        let volumes = population.volumes
        let count = volumes.scale > 0 ? max(courses.count, volumes.scaled(32)) : 0
        return [
            CaseSeries(programme: "area-ban", prefix: "OPH", count: count) { number, random in
                let (steps, waiting) = courses[number % courses.count]
                let schedule = Course(running: steps, waiting: waiting, 1)
                    .schedule(year: 1, in: population.years, &random)
                return draft(schedule, population, &random)
            }
        ]
    }

    /// The places that are assessed, each for half a year up to some days after the last day; one of them ended early.
    static func areas(_ population: Population) -> [AreaRecord] {
        let first = population.years.last + -170
        return spots.enumerated().compactMap { place, spot in
            guard population.volumes.scale > 0,
                let centre = Position(latitude: spot.latitude, longitude: spot.longitude)
            else { return nil }
            let isEnded = place == spots.count - 1
            return AreaRecord(
                id: "A-" + String(place + 1),
                assessment: AreaAssessment(
                    name: spot.name, municipality: spot.municipality, centre: centre, radius: 600,
                    reason: "Gentagne anmeldelser om truende grupper, hærværk og åbenlys handel i aftentimerne.",
                    decidedBy: "Sektorlederen", validFrom: first, validTo: first.adding(months: 6),
                    endedOn: isEnded ? first + 60 : nil,
                    endReason: isEnded ? "Området er roligt efter ny belysning og fast patruljering." : ""))
        }
    }

    private struct Spot {
        let name: String
        let municipality: String
        let latitude: Double
        let longitude: Double
    }

    private static let spots = [
        Spot(name: "Køge Station", municipality: "259", latitude: 55.45802, longitude: 12.18655),
        Spot(name: "Greve Midtby", municipality: "253", latitude: 55.58611, longitude: 12.29677),
        Spot(name: "Ringsted Torv", municipality: "329", latitude: 55.44421, longitude: 11.79003),
        Spot(name: "Holbæk Havn", municipality: "316", latitude: 55.71862, longitude: 11.71274),
    ]

    private static func draft(
        _ schedule: [ScheduledStep], _ population: Population, _ random: inout RandomSource
    ) -> CaseDraft {
        // The last spot is not plagued any more.
        let spot = spots[random.below(spots.count - 1)]
        var draft = CaseDraft(municipality: spot.municipality)
        guard let day = schedule.first?.at.day, day >= since else { return draft }
        draft.add(population.anyAdult(&random).1, "subject")
        let isWide = random.chance(0.2)
        let end = day + random.within(20...30)
        draft.fields = [
            "behaviour": random.pick([
                "Råbte ad forbipasserende og spærrede gangbroen sammen med andre, flere aftener i træk.",
                "Opholdt sig intimiderende ved indgangen og fulgte efter beboere.",
                "Truede butiksansatte og vendte tilbage efter at være bedt om at gå.",
            ]),
            "position": spotNear(spot, &random), "place": spot.name, "radius": isWide ? "750" : "400",
            "expires_on": end.description, "given": random.chance(0.7) ? "orally" : "in-writing",
        ]
        if isWide { draft.fields["radius_reason"] = "Stien fortsætter langs banen; et mindre område virker ikke." }
        if random.chance(0.4) {
            draft.fields["exceptions"] = "home"
            draft.fields["exceptions_how"] = "Direkte vej mellem bopælen og stoppestedet."
        }
        draft.steps = schedule.map { step in
            switch step.stage {
            case "confirmed":
                return (
                    step,
                    [
                        "decision_reason":
                            "Adfærden er utryghedsskabende, og området er vurderet som plaget af utryghed.",
                        "served_how": "digital",
                    ]
                )
            case "extended":
                return (
                    step,
                    [
                        "expires_on": (end + random.within(14...30)).description,
                        "extension_reason": "Adfærden er fortsat kort uden for området.",
                    ]
                )
            case "withdrawn": return (step, ["withdrawn_reason": "Personen er flyttet fra egnen."])
            default: return (step, [:])
            }
        }
        return draft
    }

    /// Some metres from the middle.
    private static func spotNear(_ spot: Spot, _ random: inout RandomSource) -> String {
        func moved(_ value: Double, _ reach: Double) -> Double {
            ((value + (random.fraction() - 0.5) * reach) * 100_000).rounded() / 100_000
        }
        return String(moved(spot.latitude, 0.004)) + "," + String(moved(spot.longitude, 0.006))
    }

    /// Politiloven § 6 g.
    private static let since = LocalDate(year: 2025, month: 7, day: 1) ?? LocalDate(dayNumber: 0)
}
