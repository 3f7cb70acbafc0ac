import Handbook
import Prevention
import SQL
import Store

/// Says on a social report that it has led to what it was to lead to, as part of the transaction that ties the two: the clock
/// of the notice that is missing stops, and the report may be closed. Of several children each is in one of the notices first.
/// Where a tie that it rests on is taken back, so is that.
struct LedOn {
    let report: CaseRow

    /// - Parameter other: the code of the programme of the case that is tied to it.
    /// - Returns: `nil` where the report is none, or the other case is nothing that it leads to.
    init?(_ kind: CaseRelation, from other: String, to report: CaseRow) {
        guard kind == .refers, report.programme == Programme.socialReport.code, LedOn.target(other) != nil else {
            return nil
        }
        self.report = report
    }

    private static func target(_ programme: String) -> ReportLead.Target? {
        [ReportLead.Target.notice, .group].first { $0.programme.code == programme }
    }

    func record(_ programme: String, by actor: Actor, _ office: Office, _ db: any Connection) throws {
        guard let how = LedOn.target(programme), let file = try CaseStore.file(report.id, in: db) else { return }
        let now = office.now
        guard try reachesAll(file, office, db), !file.events.contains(where: LedOn.isMade) else { return }
        let event = CaseEvent(
            .recorded(entry: Programme.ledOn, fields: ["led_how": how.rawValue]),
            at: max(now, file.events.last?.at ?? now))
        let revision = try write(file.adding(event), office, db)
        try CaseStore.append(event, to: report.id, note: "", revision: revision, by: actor, at: now, in: db)
    }

    /// - Parameter reason: why the tie is taken back.
    func takeBack(_ reason: String, by actor: Actor, _ office: Office, _ db: any Connection) throws {
        guard let file = try CaseStore.file(report.id, in: db), try !reachesAll(file, office, db) else { return }
        let made = try CaseStore.events(of: report.id, in: db).filter { LedOn.isMade($0.event) }
        guard !made.isEmpty else { return }
        let rest = file.events.filter { event in !made.contains { $0.event == event } }
        let revision = try write(file.with(events: rest), office, db)
        for stored in made {
            try UndoStore.setAside(
                stored.id, of: report.id, reason: reason, revision: revision, by: actor, at: office.now, in: db)
        }
    }

    /// Whether it was made by the act, and not by hand.
    static func isMade(_ event: CaseEvent) -> Bool {
        guard case .recorded(Programme.ledOn, let fields) = event.kind else { return false }
        return ReportLead.Target(rawValue: fields["led_how"] ?? "") != nil
    }

    /// Whether the group follows the adult, or every child of the report takes part in one of the notices that it has led to.
    /// A grown-up is waited for where the report is about no child: the notice is then about one who is not born yet.
    private func reachesAll(_ file: CaseFile, _ office: Office, _ db: any Connection) throws -> Bool {
        if try !ConcernStore.ledTo(Programme.pspK.code, from: report.id, in: db).isEmpty { return true }
        let notices = try ConcernStore.ledTo(Programme.concernNotice.code, from: report.id, in: db)
        guard !notices.isEmpty else { return false }
        let today = office.now.day
        let grown = try office.law.value("concern-notice.child-age", on: today)
        let children = file.parties.filter { $0.role == .child }
        let subjects = file.parties.filter { party in
            let age = party.birthDate.flatMap { Age.years(bornOn: $0, on: today) } ?? 0
            return party.role == .subject && (age < grown || children.isEmpty)
        }
        let reached = Set(
            try notices.compactMap { try CaseStore.file($0.row.id, in: db) }.flatMap(\.parties).map(\.person))
        return reached.isSuperset(of: (children + subjects).map(\.person))
    }

    /// - Returns: the revision that the report then has.
    private func write(_ file: CaseFile, _ office: Office, _ db: any Connection) throws -> Int {
        guard let row = try CaseStore.row(report.id, in: db) else { throw NotFound() }
        let standing = try CaseStanding(file, now: office.now, law: office.law)
        guard
            try CaseStore.update(
                report.id, standing: standing, fields: file.fields, revision: row.revision, in: db)
        else { throw Refused("changed-meanwhile") }
        return row.revision + 1
    }
}
