internal import Prevention

/// Work on places instead of persons: insecurity, nightlife, activities.
enum PlaceCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [insecurity(population), nightlife(population), activities(population)]
    }

    private static func insecurity(_ population: Population) -> CaseSeries {
        let verified: [Course.Step] = [.init("observed"), .init("verified", 1...16)]
        let acting = verified + [.init("acting", 1...10)]
        let calm = acting + [.init("calm", 20...60)]
        let rumour: [Course.Step] = [.init("observed"), .init("rumour", 1...12)]
        let courses = [
            Course(calm + [.init("closed", 10...40)], key: "observed", slack: 130, 34, 38),
            Course(rumour + [.init("closed", 0...5)], key: "observed", slack: 20, 18, 21),
            Course(running: [.init("observed")], waiting: 0...18, least: 1, 7),
            Course(running: verified, waiting: 0...8, least: 1, 5),
            Course(running: rumour, waiting: 0...6, least: 1, 3), Course(running: acting, waiting: 1...40, least: 1, 9),
            Course(running: calm, waiting: 0...20, least: 1, 4),
        ]
        return CaseSeries(programme: "insecurity", prefix: "UTR", population: population, courses: courses) {
            slot, random in
            let place = Places.any(&random)
            let spot = place.spot(&random)
            let what = random.pick(troubles)
            var draft = CaseDraft(municipality: place.municipality)
            draft.fields = [
                "kind": what.kind, "area": what.area + ", " + place.town, "observed": what.observed,
                "position": Position(latitude: spot.latitude, longitude: spot.longitude)?.description ?? "",
                "source": random.pick(["citizen", "patrol", "municipality", "local-council", "survey"]),
            ]
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "verified": return (step, ["checked": "To aftener på stedet og samtale med naboerne."])
                case "rumour": return (step, ["checked": "Patruljer og skole kender ikke til det; ingen anmeldelser."])
                case "acting": return (step, ["plan": what.plan])
                case "calm": return (step, ["result": "Naboerne oplever ro, og der er ikke set nye tilfælde."])
                default: return (step, [:])
                }
            }
            if let begun = slot.schedule.first(where: { $0.stage == "acting" })?.at {
                act(on: what.kind, from: begun, isOver: slot.schedule.contains { $0.stage == "calm" }, &draft, &random)
            }
            return draft
        }
    }

    /// What is done between the decision to act and the calm.
    private static func act(
        on kind: String, from begun: Instant, isOver: Bool, _ draft: inout CaseDraft, _ random: inout RandomSource
    ) {
        draft.entries.append(
            (
                "presence", begun.adding(hours: 30),
                ["presence_hours": String(random.within(2...12)), "presence_found": "Roligt, enkelte samtaler."]
            ))
        draft.entries.append(
            (
                "dialogue", begun.adding(hours: 76),
                ["dialogue_with": "residents,youth", "dialogue_about": "Hvad der gør utryg, og hvad der hjælper."]
            ))
        if random.chance(0.4) {
            draft.entries.append(("area-walk", begun.adding(hours: 102), ["walk_found": "Mørk sti bag bygningen."]))
        }
        if random.chance(0.3) {
            draft.entries.append(
                (
                    "citizens-meeting", begun.adding(hours: 200),
                    ["meeting_place": "Biblioteket", "meeting_attended": String(random.within(8...90))]
                ))
        }
        guard kind == "dark-place" || random.chance(0.25) else { return }
        draft.entries.append(
            (
                "work-order", begun.adding(hours: 120),
                [
                    "order_what": "light", "order_owner": "Kommunens vejafdeling",
                    "order_detail": "To lamper ved stien og beskæring af hækken.",
                ]
            ))
        if isOver {
            draft.entries.append(
                ("work-done", begun.adding(hours: 400), ["done_what": "light", "done_how": "done"]))
        }
    }

    private static let troubles: [(kind: String, area: String, observed: String, plan: String)] = [
        ("gathering", "Stationen", "Grupper samles om aftenen og råber ad forbipasserende.", "Synlighed og dialog."),
        ("drugs", "Parkeringspladsen", "Handel fra biler sidst på dagen.", "Synlighed og samtaler."),
        ("noise", "Torvet", "Høj musik til sent på natten i weekenden.", "Dialog med unge og naboer."),
        ("vandalism", "Skolen", "Ruder og cykler er ødelagt.", "Samtaler på skolen og vandring om aftenen."),
        ("traffic", "Stisystemet", "Knallerter kører stærkt på stien.", "Kontrol og samtale med forældre."),
        ("dark-place", "Tunnelen", "Tunnelen er mørk, og folk går udenom.", "Vandring og lys i tunnelen."),
    ]

    private static func nightlife(_ population: Population) -> CaseSeries {
        let active: [Course.Step] = [.init("agreed"), .init("active", 1...14)]
        let courses = [
            Course(active + [.init("ended", 120...350)], key: "agreed", 9, 6),
            Course([.init("agreed"), .init("ended", 5...40)], key: "agreed", slack: 41, 1, 2),
            Course(running: [.init("agreed")], waiting: 0...12, least: 1, 3),
            Course(running: active, waiting: 10...200, least: 1, 14),
        ]
        return CaseSeries(programme: "nightlife", prefix: "NAT", population: population, courses: courses) {
            slot, random in
            let place = Places.any(&random)
            let kind = random.pick(weighted: [("venue", 60), ("bring-your-own", 22), ("night-owls", 18)])
            var draft = CaseDraft(municipality: place.municipality)
            draft.fields = [
                "kind": kind, "place": (venues[kind].map { random.pick($0) } ?? "Byen") + ", " + place.town,
                "agreement": "Fast kontakt, besøg i weekenden og fælles møde hvert halve år.",
            ]
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "active":
                    let day = step.at.day
                    return (step, ["agreed_on": day.description, "ends_on": day.adding(years: 1).description])
                case "ended": return (step, ["end_reason": "Aftalen er udløbet og afløst af en ny."])
                default: return (step, [:])
                }
            }
            guard let begun = slot.schedule.first(where: { $0.stage == "active" })?.at else { return draft }
            for visit in 0..<random.within(1...3) {
                let at = begun.adding(hours: 24 * (7 + 20 * visit) + 13)
                switch kind {
                case "bring-your-own":
                    draft.entries.append(
                        ("party", at, ["party_guests": String(random.within(80...600)), "party_went": "calm"]))
                case "night-owls":
                    draft.entries.append(
                        (
                            "night-walk", at,
                            ["walk_volunteers": String(random.within(3...12)), "walk_route": "Bymidten"]
                        ))
                default:
                    let found = random.pick(weighted: [("in-order", 80), ("remark", 17), ("serious", 3)])
                    draft.entries.append(("visit", at, ["visit_found": found]))
                }
            }
            return draft
        }
    }

    private static let venues = [
        "venue": ["Diskoteket", "Musikværtshuset", "Bodegaen", "Spillestedet"],
        "bring-your-own": ["Idrætshallen", "Forsamlingshuset", "Havnehallen"], "night-owls": ["Natteravnene"],
    ]

    private static func activities(_ population: Population) -> CaseSeries {
        let courses = [
            Course([.init("planned"), .init("held", 5...60)], key: "held", 88, 96),
            Course([.init("planned"), .init("cancelled", 1...30)], key: "cancelled", 6, 7),
            Course(running: [.init("planned")], waiting: 0...20, least: 1, 18),
        ]
        return CaseSeries(programme: "activity", prefix: "AKT", population: population, courses: courses) {
            slot, random in
            let place = Places.any(&random)
            let what = random.pick(doings)
            let opened = slot.schedule.first?.at.day ?? population.years.first
            let held = slot.schedule.first { $0.stage == "held" }?.at.day
            var draft = CaseDraft(municipality: place.municipality)
            draft.fields = [
                "kind": what.kind, "place": what.place + ", " + place.town, "audience": what.audience,
                "planned_on": (held ?? opened + random.within(21...60)).description,
            ]
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "held": return (step, ["reached": String(random.within(8...140)), "outcome": "Gik som planlagt."])
                case "cancelled": return (step, ["cancel_reason": "Aflyst af samarbejdspartneren."])
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static let doings: [(kind: String, place: String, audience: String)] = [
        ("school-visit", "Skolen", "youth"), ("day-care-visit", "Børnehaven", "children"),
        ("digital-formation", "Ungdomsskolen", "youth"), ("festival", "Festivalpladsen", "citizens"),
        ("theme-day", "Gymnasiet", "youth"), ("screening-talk", "Rådhuset", "professionals"),
        ("psychiatry-training", "Psykiatrisk afdeling", "professionals"), ("running-club", "Stadion", "youth"),
        ("teddy-bears", "Politistationen", "children"),
    ]
}
