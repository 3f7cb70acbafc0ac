import Handbook
public import Prevention
import SQL
public import Store

/// A social report that has been sent, with what it leads to: a notice about a child, or a case of the PSP-K group.
public struct ReportLead: Sendable {
    public enum Target: String, Sendable {
        /// A notice of concern (*underretning*).
        case notice
        /// A case of the PSP-K group.
        case group = "psp-k"

        public var programme: Programme { self == .notice ? .concernNotice : .pspK }
    }

    public let opened: OpenedCase
    public let target: Target
    /// Those whom a notice can be about: the subject first, then the children.
    public let about: [Party]
    /// Of each of them whom the register knows a municipality of: whether it lies in the district.
    public let addresses: [Int64: Bool]
    /// Where each of them lives, for the reader: masked where that is protected.
    public let homes: [Int64: String]
    /// Who wrote the report, as somebody to answer to; account name, empty where another system carried it.
    public let writer: String
    /// The cases that it has led to already, by row id of whom each is about; oldest first.
    public let made: [(person: Int64, row: CaseRow)]
    /// Whether the actor's role may open what it leads to.
    public let mayLead: Bool

    /// Those for whom nothing has been done yet: a notice goes to where each of them lives, an adult is followed once.
    public var waiting: [Party] {
        about.filter { party in !made.contains { $0.person == party.person } }
    }
}

/// Reads what a report leads to, for the form that does it; logged like the case.
public struct ReadLead: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope, and where the case is no report that leads to anything.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> ReportLead {
        try await office.reading(case: id, as: who) { db, opened in try load(opened, who, office, db) }
    }

    func load(
        _ opened: OpenedCase, _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws -> ReportLead {
        guard opened.file.programme.code == Programme.socialReport.code,
            opened.file.firstStep(into: "sent") != nil,
            let target = ReportLead.Target(rawValue: opened.file.fields["leads_to"] ?? "")
        else { throw NotFound() }
        let about = opened.file.parties.filter { $0.role == .subject || $0.role == .child }
            .sorted { ($0.role == .subject ? 0 : 1, $0.person) < ($1.role == .subject ? 0 : 1, $1.person) }
        let persons = try PersonStore.persons(about.map(\.person), in: db)
        return ReportLead(
            opened: opened, target: target, about: about,
            addresses: persons.compactMapValues { person in
                NoticeSending.address(of: person, office).map { office.handbook.ownMunicipalities.contains($0) }
            },
            homes: Dictionary(
                about.compactMap { party in
                    opened.persons[party.person]?.municipality.map { (party.person, $0) }
                }, uniquingKeysWith: { first, _ in first }),
            writer: try ConcernStore.writer(of: id, in: db),
            made: try ConcernStore.ledTo(target.programme.code, from: id, in: db),
            mayLead: who.scope.contains(target.programme) && target.programme.mayBeOpened(by: who.actor))
    }
}

/// Sends the notice that a report leads to, in one act: about the child, in the name of a professional, to the municipality in
/// which the child lives by the register, tied to the report.
public struct NotifyMunicipality: Sendable {
    public let report: Int64
    /// Row id of the person whom it is about: the subject of the report, or a child in it.
    public let about: Int64
    /// Of the form of a notice.
    public let fields: [String: String]
    /// Code; counts only where the register knows of none.
    public let municipality: String

    public init(report: Int64, about: Int64, fields: [String: String], municipality: String) {
        self.report = report
        self.about = about
        self.fields = fields
        self.municipality = municipality
    }

    /// - Returns: the id of the notice.
    /// - Throws: `NotFound`; `Refused` with what is wrong with the notice, or `lead-made` where there is one about that child
    ///   already.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        try await office.writing(as: who.actor) { db, sight in
            let lead = try ReadLead(report).load(try OpenedCase(report, who, sight, in: db), who, office, db)
            guard lead.target == .notice else { throw NotFound() }
            guard lead.about.contains(where: { $0.person == about }) else { throw Refused("lead-about") }
            if let made = lead.made.first(where: { $0.person == about }) {
                throw Refused("lead-made", ["number": made.row.number])
            }
            var fields = fields
            fields["notifier_kind"] = "professional"
            let missing = ["notifier_name", "notifier_contact"].filter { (fields[$0] ?? "").isEmpty }
            guard missing.isEmpty else { throw Refused(missing.map { Refusal("field-required", ["field": $0]) }) }
            let id = try OpenCase(
                .concernNotice, municipality: municipality, fields: fields,
                parties: [(.subject, about)] + (try others(lead.opened.file, office, db)), from: (report, .refers)
            ).run(who, sight, office, db)
            return id
        }
    }

    /// Those beside the child, in the roles that a notice has: a grown-up whom the report was about cares for the child. Another
    /// child is with it where it lives in the same municipality by the register: the others have a notice of their own.
    private func others(
        _ file: CaseFile, _ office: Office, _ db: any Connection
    ) throws -> [(Party.Role, Int64)] {
        let persons = try PersonStore.persons(file.parties.map(\.person), in: db)
        let home = persons[about]?.municipality
        let grown = try office.law.value("concern-notice.child-age", on: office.now.day)
        return file.parties.filter { $0.person != about }.compactMap { party in
            let age = party.birthDate.flatMap { Age.years(bornOn: $0, on: office.now.day) } ?? grown
            let subjectRole: Party.Role = age < grown ? .child : .caregiver
            let role = party.role == .subject ? subjectRole : party.role
            if role == .child, persons[party.person]?.municipality != home { return nil }
            return Programme.concernNotice.partyRoles.contains(role) ? (role, party.person) : nil
        }
    }
}

/// Takes the adult of a report up among those whom the PSP-K group follows. A person then selects whom the group discusses. Where
/// such a case is open already, the report is tied to that one.
public struct FollowInGroup: Sendable {
    public let report: Int64

    public init(report: Int64) {
        self.report = report
    }

    /// - Returns: the id of the case.
    /// - Throws: `NotFound`; `Refused` with what is wrong, or `lead-made`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        try await office.writing(as: who.actor) { db, sight in
            let lead = try ReadLead(report).load(try OpenedCase(report, who, sight, in: db), who, office, db)
            guard lead.target == .group else { throw NotFound() }
            if let made = lead.made.first { throw Refused("lead-made", ["number": made.row.number]) }
            guard lead.mayLead else { throw Refused("not-your-programme") }
            guard let subject = lead.opened.file.subject?.person else { throw Refused("subject-required") }
            let open = try CaseStore.cases(with: subject, scope: who.scope, in: db).first {
                $0.isOpen && $0.programme == Programme.pspK.code
            }
            if let open, try CaseStore.load(open.id, scope: who.scope, in: db)?.file.subject?.person == subject {
                try RelateCases.relate(open, .refers, to: lead.opened.row, reason: "", who.actor, office, db)
                return open.id
            }
            guard try !ContactStore.isFollowed(subject, in: .pspK, db) else {
                throw Refused("psp-k.followed-elsewhere")
            }
            let home = NoticeSending.ownAddress(of: try PersonStore.person(subject, in: db), office)
            let own = home.flatMap { code in
                who.scope.contains(
                    .pspK, municipality: code, stage: Programme.pspK.firstStage, owner: who.actor.name) ? code : nil
            }
            return try OpenCase(
                .pspK, municipality: own ?? lead.opened.row.municipality, fields: [:], parties: [(.subject, subject)],
                from: (report, .refers)
            ).run(who, sight, office, db)
        }
    }
}
