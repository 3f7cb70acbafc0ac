extension Programme {
    /// Utryghed i lokalområde: an area in which people feel unsafe, never a person. What is said is checked, and is a fact or a
    /// rumour; what is done about it are entries: presence, talks, dialogue, walks, meetings, and work orders for physical
    /// changes to whoever owns the place.
    public static let insecurity = Programme(
        code: "insecurity",
        prefix: "UTR",
        subject: .none,
        regime: .none,
        legalBasis: ["Politiloven § 1 og § 2, nr. 1"],
        retention: "retention.insecurity",
        // A note could name somebody; what there is to say has a field.
        takesNotes: false,
        form: [
            Field(
                "kind", .choice(["gathering", "drugs", "noise", "vandalism", "traffic", "dark-place", "other"]),
                required: true),
            Field("area", .text, required: true),
            Field("position", .position, atOpening: true),
            Field("observed", .longText, required: true),
            Field(
                "source", .choice(["citizen", "patrol", "municipality", "local-council", "survey"]), atOpening: true),
            Field("checked", .longText),
            Field("plan", .longText),
            Field("result", .longText),
        ],
        stages: ["observed", "verified", "rumour", "acting", "calm", "closed"],
        transitions: [
            Transition(["observed"], to: "verified", by: locals, requires: ["checked"]),
            Transition(["observed"], to: "rumour", by: locals, requires: ["checked"]),
            // A rumour makes people unsafe as well: it is met with dialogue.
            Transition(["verified", "rumour", "calm"], to: "acting", by: locals, requires: ["plan"]),
            Transition(["acting"], to: "calm", by: locals, requires: ["result"]),
            Transition(["rumour", "calm"], to: "closed", by: locals, asks: ["result"]),
        ],
        entries: [
            EntryKind(
                "presence", during: acting, by: locals,
                fields: [
                    Field("presence_hours", .number(1...500), required: true), Field("presence_found", .longText),
                ]),
            EntryKind(
                "talks", during: acting, by: locals,
                fields: [Field("talks_held", .number(1...500), required: true), Field("talks_about", .longText)]),
            EntryKind(
                "dialogue", during: ["verified", "rumour"] + acting, by: locals,
                fields: [
                    Field("dialogue_with", .choices(groups), required: true),
                    Field("dialogue_about", .longText, required: true),
                ]),
            EntryKind(
                "area-walk", during: walked, by: locals,
                fields: [Field("walk_with", .choices(groups)), Field("walk_found", .longText, required: true)]),
            EntryKind(
                "citizens-meeting", during: ["verified", "rumour"] + acting, by: locals,
                fields: [
                    Field("meeting_place", .text, required: true), Field("meeting_attended", .number(0...5000)),
                    Field("meeting_result", .longText),
                ]),
            EntryKind(
                "work-order", during: walked, by: locals,
                fields: [
                    Field("order_what", .choice(works), required: true),
                    Field("order_place", .text),
                    Field("order_owner", .text, required: true),
                    Field("order_owner_kind", .choice(owners)),
                    Field("order_detail", .longText, required: true),
                    Field("order_due", .date),
                    Field("order_walk", .number(1...500)),
                ],
                guards: [
                    .requires("insecurity.no-such-walk") { situation in
                        (Int(situation.text("order_walk")) ?? 0) <= situation.entries("area-walk").count
                    },
                    .requires("insecurity.order-due") { situation in
                        situation.date("order_due").map { $0 >= situation.at.day } ?? true
                    },
                ]),
            EntryKind(
                "work-done", during: walked + ["rumour"], by: locals + municipal,
                fields: [
                    Field("done_what", .choice(works), required: true),
                    Field("done_order", .number(1...500)),
                    Field("done_how", .choice(["done", "declined", "withdrawn"]), required: true),
                    Field("done_on", .date),
                    Field("done_detail", .longText),
                ],
                guards: [
                    .requires("insecurity.no-such-order") { situation in
                        WorkOrder.answered(
                            by: situation.fields, among: situation.entries("work-order"),
                            after: situation.entries("work-done")) != nil
                    },
                    .requires("insecurity.done-on") { situation in
                        situation.date("done_on").map { $0 <= situation.at.day } ?? true
                    },
                    .requires("insecurity.done-before-order") { situation in
                        let order = WorkOrder.answered(
                            by: situation.fields, among: situation.entries("work-order"),
                            after: situation.entries("work-done"))
                        guard let order, let day = situation.date("done_on") else { return true }
                        return day >= situation.file.entries("work-order")[order].at.day
                    },
                    .requires("insecurity.declined-why") { situation in
                        situation.text("done_how") == "done" || situation.isSet("done_detail")
                    },
                ]),
        ],
        clocks: [
            Clock(
                "check", starts: .stage("observed"), length: .rule("insecurity.check"), stops: ["verified", "rumour"],
                mayPause: false),
            Clock(
                "work-order", starts: .entry("work-order"), length: .rule("insecurity.work-order"), stops: ["closed"],
                stopEntries: ["work-done"],
                pairing: .init(start: "order_what", stop: "done_what", number: "done_order", due: "order_due"),
                mayPause: false),
        ],
        guards: [
            .requires("insecurity.work-open", entering: ["closed"]) { situation in
                WorkOrder.open(among: situation.entries("work-order"), after: situation.entries("work-done")).isEmpty
            }
        ],
        figures: []
    )

    /// They answer where the municipality owns the place, and see its orders alone (``WorkOrder/belongs(to:)``).
    private static let municipal: [Role] = [.sspCoordinator, .socialWorker]
    private static let locals: [Role] = [.officer, .secretariat, .sectorLeader]
    private static let acting: [Stage] = ["acting", "calm"]
    /// What a walk shows is ordered at once, before it is decided what else to do.
    private static let walked: [Stage] = ["observed", "verified"] + acting
    private static let groups = ["residents", "youth", "shops", "schools", "associations", "municipality", "housing"]
    private static let owners = WorkOrder.OwnerKind.allCases.map(\.rawValue)
    private static let works = ["light", "planting", "paving", "cleaning", "fence", "other"]
}
