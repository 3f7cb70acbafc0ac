import Casework
import Handbook
import Prevention
import SQL
import Store
import Synthetic

/// Fills the bodies of the demo by the same verbs as its users: kredsråd, kontaktudvalg, a lokalråd in each municipality, and a working
/// group for each focus area that there is; a meeting held and one to come; fast-track questions; the policy watch.
struct DemoBodies {
    let office: Office

    func fill() async throws {
        let start = at(office.now.day + -400, hour: 9)
        let council = try await body(
            .districtCouncil, "Sætter retningen for samarbejdet og vælger indsatsområder.", start)
        try await seat(council, .police, "Politidirektør", .chair, "", start)
        for code in office.ownMunicipalityCodes {
            try await seat(council, .municipality(code), "Borgmester", .member, "", start)
        }
        let committee = try await body(
            .contactCommittee, "Forbereder kredsrådets møder og svarer på spørgsmål i fast track.", start)
        try await seat(committee, .police, "Politiinspektør", .chair, Role.leader.rawValue, start)
        try await seat(committee, .police, "Sekretariatschef", .secretary, Role.secretariat.rawValue, start)
        for code in office.ownMunicipalityCodes {
            let account = code == "259" ? Role.sspCoordinator.rawValue : code == "265" ? "ssp-coordinator-265" : ""
            try await seat(committee, .municipality(code), "Forebyggelseschef", .member, account, start)
        }
        for code in office.ownMunicipalityCodes {
            let local = try await body(
                .localCouncil, municipality: code, "Løser lokale udfordringer i fællesskab.", start)
            try await seat(
                local, .police, "Sektorleder", .chair, code == "259" ? Role.sectorLeader.rawValue : "", start)
            try await seat(local, .municipality(code), "Forebyggelseskonsulent", .member, "", start)
            // One that lacks its local community, so that there is something to mend.
            if code != "336" {
                try await seat(local, .community(code), "Repræsentant for grundejerforeninger", .member, "", start)
            }
        }
        try await groups(start)
        try await meet(
            council, daysAgo: 75, next: 30,
            topic: ("Status på samarbejdsplanen", "Arbejdsgrupperne har kortlagt kommunernes tiltag."),
            decision: "Højst \(PlanSamples.cap) indsatser ad gangen for hvert indsatsområde.",
            action: "Laver en status til næste møde.")
        try await meet(
            committee, daysAgo: 20, next: 12,
            topic: ("Erfaringer med fast track", "De fleste spørgsmål besvares på få dage."),
            decision: "Ordningen fortsætter uændret.", action: "Samler de spørgsmål, der går igen.")
        try await questions(committee)
        try await policies()
    }

    private enum Place {
        case police
        case municipality(String)
        case community(String)

        var side: BodySeat.Side {
            switch self {
            case .police: return .police
            case .municipality: return .municipality
            case .community: return .community
            }
        }

        var code: String {
            switch self {
            case .police: return ""
            case .municipality(let code), .community(let code): return code
            }
        }
    }

    /// The same office at another time.
    private func at(_ day: LocalDate, hour: Int) -> Office {
        let instant = Instant(day: day, secondOfDay: hour * 3_600)
        return Office(database: office.database, handbook: office.handbook, keys: office.keys, clock: { instant })
    }

    private func may<Permitted: Act>(_ act: Permitted.Type, _ name: String) async throws -> Authorized<Permitted> {
        let account = try await office.database.read { db in try AccountStore.account(named: name, in: db) }
        guard let account else { throw NotFound() }
        return try Policy.authorize(office.handbook.placed(account.actor), act)
    }

    private var secretariat: String { Role.secretariat.rawValue }

    private func body(
        _ kind: BodyKind, municipality: String = "", area: Int64? = nil, _ purpose: String, _ then: Office
    ) async throws -> Int64 {
        let setUp = SetUpBody(kind, municipality: municipality, area: area, purpose: purpose, isChecked: true)
        return try await setUp(try await may(Acts.EditPlan.self, secretariat), in: then)
    }

    private func seat(
        _ body: Int64, _ place: Place, _ title: String, _ post: BodySeat.Post, _ account: String, _ then: Office
    ) async throws {
        let seat = BodySeat(
            side: place.side, municipality: place.code, title: title, post: post, account: account, from: then.now.day,
            to: nil)
        try await ManageBody(body, .addSeat(seat), isChecked: true)(
            try await may(Acts.EditPlan.self, secretariat), in: then)
    }

    private func groups(_ start: Office) async throws {
        let areas = try await ListPolicyAreas()(try await may(Acts.ReadPlan.self, secretariat), in: office)
        for area in areas where area.area.kind == .focus && area.endedOn == nil {
            let group = try await body(
                .workingGroup, area: area.id,
                "Kortlægger tiltag og foreslår højst \(PlanSamples.cap) indsatser ad gangen på området.", start)
            try await seat(group, .police, "Specialkonsulent", .chair, Role.secretariat.rawValue, start)
            for code in office.ownMunicipalityCodes {
                try await seat(group, .municipality(code), "Fagkonsulent", .member, "", start)
            }
        }
    }

    /// Plays a meeting that is over, and plans one to come.
    private func meet(
        _ body: Int64, daysAgo: Int, next: Int, topic: (title: String, minutes: String), decision: String,
        action: String
    ) async throws {
        let who = try await may(Acts.ReadPlan.self, secretariat)
        let days = office.law.workingDays
        let day = days.adding(1, to: office.now.day + -daysAgo)
        let coming = days.adding(1, to: office.now.day + next)
        let before = at(day + -30, hour: 9)
        let during = at(day, hour: 11)
        let place = "Politigården, mødesal 1"
        func time(_ day: LocalDate) -> MeetingTime {
            MeetingTime(day: day, starts: DailyTime("10:00"), minutes: 120, place: place)
        }
        let plan = PlanBodyMeetings(in: body)
        let held = try await plan.one(time(day), isChecked: true, who, in: before)
        let later = try await plan.one(time(coming), isChecked: true, who, in: before)
        let item = try await ProposeTopic(
            to: body, meeting: held, TopicDraft(title: topic.title, words: "Drøftelse og beslutning."), isChecked: true)(
                who, in: before)
        try await ProposeTopic(
            to: body, meeting: later, TopicDraft(title: "Opfølgning på handlinger"), isChecked: true)(who, in: office)
        func change(_ change: ChangeBodyMeeting.Change, _ then: Office) async throws {
            let view = try await ReadBodyMeeting(held)(who, in: then)
            try await ChangeBodyMeeting(held, revision: view.opened.meeting.revision, change, isChecked: true)(
                who, in: then)
        }
        func work(_ change: WorkTopic.Change) async throws {
            let view = try await ReadBodyMeeting(held)(who, in: during)
            let revision = view.topics.first { $0.id == item }?.revision ?? 0
            try await WorkTopic(item, revision: revision, change, isChecked: true)(who, in: during)
        }
        try await change(.send, at(day + -10, hour: 9))
        let seats = try await ReadBodyMeeting(held)(who, in: during).opened.opened.sitting(on: day).map(\.id)
        let states = seats.enumerated().map { ($1, $0 % 5 == 4 ? Attendance.excused : .present) }
        try await change(.attendance(Dictionary(uniqueKeysWithValues: states)), during)
        try await work(.minutes(topic.minutes))
        try await work(.agree(.decision, decision, seat: nil, dueOn: nil))
        try await work(.agree(.action, action, seat: seats.dropFirst().first, dueOn: day + 14))
        let after = at(day + 1, hour: 9)
        try await change(.hold, after)
        try await change(.sendMinutes, after)
        try await change(.approve(), at(day + 8, hour: 9))
    }

    /// The next meeting of the kredsråd, and the kredsråd itself.
    func comingCouncil() async throws -> (council: Int64, meeting: StoredMeeting)? {
        let bodies = try await office.database.read { db in try BodyStore.bodies(in: db) }
        guard let council = bodies.first(where: { $0.isOpen && $0.kindCode == BodyKind.districtCouncil.code }) else {
            return nil
        }
        let who = try await may(Acts.ReadPlan.self, secretariat)
        return try await ReadBody(council.id)(who, in: office).coming.first.map { (council.id, $0) }
    }

    /// The status that is being written stands on the agenda of the council's next meeting, for whose day it is.
    func hear() async throws {
        let who = try await may(Acts.ReadPlan.self, secretariat)
        let live = try await office.database.read { db in try PlanStatusStore.all(in: db).first { $0.frozenAt == nil } }
        guard let status = live, let coming = try await comingCouncil() else { return }
        try await ProposeTopic(
            to: coming.council, meeting: coming.meeting.id,
            TopicDraft(title: "Status på planens indsatsområder", reference: "status \(status.id)"), isChecked: true)(
                who, in: office)
    }

    private func questions(_ committee: Int64) async throws {
        func ask(_ name: String, _ title: String, _ words: String, to parties: [String], _ body: Int64?, daysAgo: Int)
            async throws -> Int64
        {
            let ask = AskQuestion(title: title, words: words, parties: parties, body: body, isChecked: true)
            return try await ask(
                try await may(Acts.ProposePlan.self, name), in: at(office.now.day + -daysAgo, hour: 10))
        }
        let coordinator = Role.sspCoordinator.rawValue
        _ = try await ask(
            coordinator, "Må skoler selv indsamle puffbars?",
            "Flere skoler spørger, hvad de må gøre, når elever har puffbars med. Kan politiet give et fælles svar?",
            to: ["police"], nil, daysAgo: 21)
        _ = try await ask(
            secretariat, "Hvem er kontakt ved uro nytårsaften?",
            "Skriv funktion og telefonvagt, så listen er klar i december.", to: ["253", "259", "265"], nil, daysAgo: 1)
        let done = try await ask(
            coordinator, "Oplæg om digital tryghed til forældremøder", "Kan politiet holde oplæg i foråret?",
            to: ["police"], committee, daysAgo: 50)
        try await WriteToQuestion(
            done, revision: 1, .answer, "Ja. Bestil det under aktiviteter, mindst fire uger før mødet.", isChecked: true
        )(
            try await may(Acts.ReadPlan.self, secretariat), in: at(office.now.day + -46, hour: 14))
    }

    private func policies() async throws {
        let who = try await may(Acts.EditPlan.self, secretariat)
        let follower = try await may(Acts.ProposePlan.self, secretariat)
        let year = office.now.day.year
        func add(
            _ title: String, _ kind: PolicyKind, _ stage: PolicyStage, _ due: String, _ source: String,
            _ programmes: [String], rule: String = ""
        ) async throws -> Int64 {
            let entry = PolicyEntry(
                title: title, kind: kind, due: RoughDate(due), source: source, rule: rule, programmes: programmes,
                areas: [])
            return try await AddPolicy(entry, stage: stage, isChecked: true)(who, in: at(office.now.day + -60, hour: 9))
        }
        let agreement = try await add(
            "Ny flerårsaftale om politiets økonomi", .agreement, .announced, String(year + 1),
            "Regeringens lovprogram (demo)", [])
        _ = try await add(
            "Skærpede regler for salg af nikotinprodukter", .law, .hearing, "\(year + 1)-K2", "Høringsbrev (demo)",
            ["ssp-course", "preventive-talk"])
        _ = try await add(
            "Ændrede frister for kommunens svar på underretninger", .order, .adopted, "\(year + 1)-07-01",
            "Vedtaget bekendtgørelse (demo)", ["concern-notice"])
        _ = try await add(
            "Kommissionsrapport om unge og digitale fællesskaber", .commission, .announced, "\(year + 1)-K4",
            "Kommissorium (demo)", ["ssp-course"])
        try await ChangePolicy(agreement, revision: 1, .follow("Sekretariatschef"), isChecked: true)(
            follower, in: office)
        try await ChangePolicy(
            agreement, revision: 1, .note(on: office.now.day + -7, "Drøftes på kredsrådets næste møde."),
            isChecked: true)(
                follower, in: office)
    }
}
